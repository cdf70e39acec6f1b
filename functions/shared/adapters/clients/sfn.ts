import { SFNClient } from '@aws-sdk/client-sfn';
import { sfnAnswers } from '../answers/sfn.ts';
import { perRegion } from './per-region.ts';

export const sfnIn = perRegion((settings) => new SFNClient(settings), sfnAnswers);
