import { SNSClient } from '@aws-sdk/client-sns';
import { snsAnswers } from '../answers/sns.ts';
import { perRegion } from './per-region.ts';

export const snsIn = perRegion((settings) => new SNSClient(settings), snsAnswers);
