import * as z from 'zod/mini';

/** A call that makes a part of it anew, as the AWS CLI takes it. */
const Making = z.object({
  command: z.enum(['register-scalable-target', 'put-scaling-policy', 'put-scheduled-action']),
  /** The policy's or the action's; the cluster's for the target itself. */
  name: z.string(),
  input: z.record(z.string(), z.unknown()),
});
type Making = z.infer<typeof Making>;

/** What scales the readers of a cluster, as Application Auto Scaling has it. */
export const ScalableTarget = z.object({
  minimum: z.int(),
  maximum: z.int(),
  /** The target's own first. */
  making: z.array(Making),
});
export type ScalableTarget = z.infer<typeof ScalableTarget>;

/** What a look for it came to. */
export type ScalingSeen =
  | { readonly state: 'found'; readonly target: ScalableTarget }
  | { readonly state: 'none' }
  | { readonly state: 'unseen'; readonly why: string };

/** What a plan tells of the cluster. */
interface Named {
  readonly names: { readonly live: string };
  readonly place: { readonly region: string };
}

/**
 * By what Application Auto Scaling knows a cluster: its name, so that whatever has the name is scaled.
 * Source: the SDK's model, RegisterScalableTargetRequest, `ResourceId`.
 */
export function resourceOf(cluster: string): string {
  return `cluster:${cluster}`;
}

/** What scales the live cluster's readers, a sentence for the report; none where nothing does. */
export function describeScaling(seen: ScalingSeen, plan: Named): readonly string[] {
  const resource = resourceOf(plan.names.live);
  switch (seen.state) {
    case 'none':
      return [];
    case 'unseen':
      return [
        `ScalableTarget: nobody could look whether Application Auto Scaling scales the readers of ` +
          `"${plan.names.live}" (${seen.why}). Look before a swap and after it: ${targets(plan)}`,
      ];
    case 'found': {
      const { minimum, maximum } = seen.target;
      return [
        `ScalableTarget ${resource} (${minimum} to ${maximum} readers) with ${partsOf(seen.target)} is ` +
          "kept by AWS under the live name, and scales whatever has that. AWS doesn't say what becomes " +
          'of it while no cluster has the name, so a swap looks again at its end',
      ];
    }
  }
}

/**
 * What a swap has left of it, a sentence for the report. Nothing is registered anew: AWS takes that only
 * from who may make, tag and delete any DB instance, and no function of ours may do all of that.
 * Source: Application Auto Scaling User Guide, "Permissions validation for Application Auto Scaling API
 * calls on target resources".
 */
export function describeScalingAfter(
  before: ScalableTarget,
  seen: ScalingSeen,
  plan: Named,
): string {
  const resource = resourceOf(plan.names.live);
  if (seen.state === 'unseen') {
    return (
      `ScalableTarget ${resource}: nobody could look whether it is still there after the swap ` +
      `(${seen.why}). Look: ${targets(plan)}`
    );
  }
  const there = seen.state === 'found' ? seen.target.making : [];
  const missing = before.making.filter(
    ({ command, name }) => !there.some((one) => one.command === command && one.name === name),
  );
  if (missing.length === 0) {
    return (
      `ScalableTarget ${resource}: after the swap it is there, with all that it had. To see what it ` +
      `did since: ${aws(plan, 'describe-scaling-activities', `--resource-id ${resource}`)}`
    );
  }
  return (
    `ScalableTarget ${resource}: expected it after the swap as it was before, found it without ` +
    `${missing.map(nameOf).join(', ')}. Make anew what is missing, as somebody who may make, tag and ` +
    `delete any DB instance, for AWS takes it from nobody else: ${missing.map((one) => make(one, plan)).join('; ')}`
  );
}

function partsOf({ making }: ScalableTarget): string {
  const parts = [
    ['policies', 'put-scaling-policy'],
    ['scheduled actions', 'put-scheduled-action'],
  ].map(([title, command]) => {
    const names = making.filter((one) => one.command === command).map(({ name }) => name);
    return names.length === 0 ? `no ${title}` : `the ${title} ${names.join(', ')}`;
  });
  return parts.join(' and ');
}

function nameOf({ command, name }: Making): string {
  switch (command) {
    case 'register-scalable-target':
      return 'the target itself';
    case 'put-scaling-policy':
      return `the policy ${name}`;
    case 'put-scheduled-action':
      return `the scheduled action ${name}`;
  }
}

function make({ command, input }: Making, { place }: Named): string {
  const json = JSON.stringify(input).replaceAll("'", String.raw`'\''`);
  return `aws application-autoscaling ${command} --region ${place.region} --cli-input-json '${json}'`;
}

function targets(plan: Named): string {
  return aws(plan, 'describe-scalable-targets', `--resource-ids ${resourceOf(plan.names.live)}`);
}

function aws({ place }: Named, command: string, options: string): string {
  return `aws application-autoscaling ${command} --region ${place.region} --service-namespace rds ${options}`;
}
