import { RDSClient } from '@aws-sdk/client-rds';
import { rdsAnswers } from '../answers/rds.ts';
import { perRegion } from './per-region.ts';

export const rdsIn = perRegion((settings) => new RDSClient(settings), rdsAnswers);
