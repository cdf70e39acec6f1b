/** How many values a request carries for a condition key. */
export type KeyArity = 'single' | 'multiple';

/** Keys that the evaluator and the services of the simulator know, lower-cased. */
const keys: Readonly<Record<string, KeyArity>> = {
  'application-autoscaling:service-namespace': 'single',
  'application-autoscaling:scalable-dimension': 'single',
  'aws:sourcearn': 'single',
  'aws:sourceaccount': 'single',
  'aws:sourceowner': 'single',
  'aws:principalaccount': 'single',
  'aws:principalarn': 'single',
  'aws:tagkeys': 'multiple',
  'kms:viaservice': 'single',
  'kms:calleraccount': 'single',
  'kms:grantisforawsresource': 'single',
  'sns:protocol': 'single',
  'sns:endpoint': 'single',
  'iam:passedtoservice': 'single',
  'cloudwatch:namespace': 'single',
  'ec2:securitygroupid': 'single',
  'ec2:subnetid': 'single',
  'ec2:vpc': 'single',
  'ec2:vpceservicename': 'single',
  'ec2:vpcid': 'single',
  'states:statemachinequalifier': 'single',
};

/** Families of keys: what follows the prefix is a tag's key or an encryption context's. */
const prefixes: readonly string[] = [
  'aws:resourcetag/',
  'aws:requesttag/',
  'kms:encryptioncontext:',
  'rds:cluster-tag/',
  'rds:cluster-snapshot-tag/',
  'rds:db-tag/',
  'rds:snapshot-tag/',
  'rds:req-tag/',
  'elasticloadbalancing:resourcetag/',
  'secretsmanager:resourcetag/',
];

/** @returns undefined for a key that the simulator doesn't know */
export function arityOf(key: string): KeyArity | undefined {
  const lowered = key.toLowerCase();
  const known = keys[lowered];
  if (known !== undefined) return known;
  return prefixes.some((prefix) => lowered.startsWith(prefix) && lowered.length > prefix.length)
    ? 'single'
    : undefined;
}
