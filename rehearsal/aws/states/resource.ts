import { DefinitionError } from './definition-error.ts';

/** What a Task calls. `kind` decides which history events it leaves. */
export type TaskResource =
  | { readonly kind: 'function'; readonly arn: string }
  | {
      readonly kind: 'integration';
      readonly arn: string;
      readonly service: 'lambda' | 'sns';
      readonly action: 'invoke' | 'publish';
      readonly waitForTaskToken: boolean;
    };

const partition = 'aws(?:-cn|-us-gov)?';
const functionArn = new RegExp(
  `^arn:${partition}:lambda:[a-z]{2}(?:-[a-z]+)+-\\d:\\d{12}:function:[A-Za-z0-9-_]{1,64}(?::[A-Za-z0-9-_$]+)?$`,
);
const integrations: Readonly<Record<string, Omit<IntegrationResource, 'arn'>>> = {
  'lambda:invoke': integration('lambda', 'invoke', false),
  'lambda:invoke.waitForTaskToken': integration('lambda', 'invoke', true),
  'sns:publish': integration('sns', 'publish', false),
};
const integrationArn = new RegExp(`^arn:${partition}:states:::(.+)$`);

type IntegrationResource = Extract<TaskResource, { kind: 'integration' }>;

function integration(
  service: IntegrationResource['service'],
  action: IntegrationResource['action'],
  waitForTaskToken: boolean,
): Omit<IntegrationResource, 'arn'> {
  return { kind: 'integration', service, action, waitForTaskToken };
}

/**
 * Reads a Task's `Resource`: a function's ARN, `lambda:invoke` with or without `.waitForTaskToken`,
 * or `sns:publish`, in any partition.
 * @throws DefinitionError for every other resource, naming it
 */
export function parseResource(resource: string, location: string): TaskResource {
  if (functionArn.test(resource)) return { kind: 'function', arn: resource };
  const known = integrations[integrationArn.exec(resource)?.[1] ?? ''];
  if (known !== undefined) return { ...known, arn: resource };
  throw new DefinitionError(
    location,
    `the simulator doesn't run the task resource '${resource}'; it knows a Lambda function's ARN and ` +
      Object.keys(integrations)
        .map((name) => `arn:aws:states:::${name}`)
        .join(', '),
  );
}
