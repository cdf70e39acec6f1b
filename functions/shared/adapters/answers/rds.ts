import { clusterAnswers } from './rds-clusters.ts';
import { instanceAnswers } from './rds-instances.ts';
import { snapshotAnswers } from './rds-snapshots.ts';
import { tagAnswers } from './rds-tags.ts';
import { lookUpAnswers } from './rds-look-ups.ts';
import type { ServiceAnswers } from './verdict.ts';

/** What every error of RDS means, by call. */
export const rdsAnswers: ServiceAnswers = {
  ...clusterAnswers,
  ...instanceAnswers,
  ...snapshotAnswers,
  ...tagAnswers,
  ...lookUpAnswers,
};
