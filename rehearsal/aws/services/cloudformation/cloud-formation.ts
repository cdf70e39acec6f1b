import type {
  DescribeStackResourceInput,
  DescribeStackResourceOutput,
  DescribeStackResourcesInput,
  DescribeStackResourcesOutput,
  DescribeStacksInput,
  DescribeStacksOutput,
  Stack,
} from '@aws-sdk/client-cloudformation';
import type { Call, Operation, Service } from '../../contracts.ts';
import { AwsError } from '../../contracts.ts';
import type { FinishedStack } from '../../deployment/deploy.ts';
import { operation } from '../typed-operation.ts';

/** CloudFormation as far as an operator asks it what is deployed: the stacks that are made. */
export class CloudFormation implements Service {
  readonly name = 'cloudformation';
  readonly operations: Readonly<Record<string, Operation>>;
  readonly #stacks: (FinishedStack & { readonly created: Date })[] = [];
  readonly #clock: { now(): number };

  constructor(clock: { now(): number }) {
    this.#clock = clock;
    this.operations = {
      DescribeStackResource: operation<DescribeStackResourceInput, DescribeStackResourceOutput>(
        ['StackName', 'LogicalResourceId'],
        ({ StackName: name = '', LogicalResourceId: logicalId = '' }, call) => {
          const [stack] = this.#named(name, call);
          const resource = stack?.resources[logicalId];
          if (stack === undefined || resource === undefined) {
            throw new AwsError(
              'ValidationError',
              `Resource ${logicalId} does not exist for stack ${name}`,
            );
          }
          return {
            StackResourceDetail: {
              StackName: stack.name,
              StackId: stack.id,
              LogicalResourceId: logicalId,
              PhysicalResourceId: resource.physicalId,
              ResourceType: resource.type,
              ResourceStatus: 'CREATE_COMPLETE',
              LastUpdatedTimestamp: stack.created,
            },
          };
        },
      ),
      DescribeStacks: operation<DescribeStacksInput, DescribeStacksOutput>(
        ['StackName'],
        ({ StackName: name }, call) => ({
          Stacks: this.#named(name, call).map((stack) => describe(stack)),
        }),
      ),
      DescribeStackResources: operation<DescribeStackResourcesInput, DescribeStackResourcesOutput>(
        ['StackName', 'LogicalResourceId'],
        ({ StackName: name, LogicalResourceId: logicalId }, call) => {
          if (name === undefined) {
            throw new AwsError(
              'ValidationError',
              'Either StackName or PhysicalResourceId is needed',
            );
          }
          return {
            StackResources: this.#named(name, call).flatMap((stack) =>
              Object.entries(stack.resources)
                .filter(([id]) => logicalId === undefined || id === logicalId)
                .map(([id, { type, physicalId }]) => ({
                  StackName: stack.name,
                  StackId: stack.id,
                  LogicalResourceId: id,
                  PhysicalResourceId: physicalId,
                  ResourceType: type,
                  ResourceStatus: 'CREATE_COMPLETE' as const,
                  Timestamp: stack.created,
                })),
            ),
          };
        },
      ),
    };
  }

  /**
   * Asks whether a stack may be made under a name. There are no updates here: CreateStack refuses a name that
   * is taken in the account and Region (CloudFormation API reference, CreateStack, AlreadyExistsException).
   * @throws AwsError `AlreadyExistsException`
   */
  requireFree(name: string, { accountId, region }: FinishedStack['location']): void {
    const taken = this.#stacks.some(
      (stack) =>
        stack.name === name &&
        stack.location.accountId === accountId &&
        stack.location.region === region,
    );
    if (taken) throw new AwsError('AlreadyExistsException', `Stack [${name}] already exists`);
  }

  /** Takes a stack that is made. */
  add(stack: FinishedStack): void {
    this.#stacks.push({ ...stack, created: new Date(this.#clock.now()) });
  }

  /** All of the account and Region, newest first; or the one of that name or id. */
  #named(name: string | undefined, call: Call): readonly (FinishedStack & { created: Date })[] {
    const { accountId, region } = call.location;
    const here = this.#stacks.filter(
      ({ location }) => location.accountId === accountId && location.region === region,
    );
    const found = here.filter((stack) => [undefined, stack.name, stack.id].includes(name));
    const place = `arn:aws:cloudformation:${region}:${accountId}:stack`;
    const [only] = found;
    const resource =
      name === undefined || only === undefined ? `${place}/${name ?? '*'}/*` : only.id;
    call.authorize(`cloudformation:${call.operation}`, resource);
    if (name !== undefined && only === undefined) {
      throw new AwsError('ValidationError', `Stack with id ${name} does not exist`);
    }
    return found.toReversed();
  }
}

function describe({
  id,
  name,
  parentId,
  parameters,
  outputs,
  created,
}: FinishedStack & { created: Date }): Stack {
  return {
    StackId: id,
    StackName: name,
    ...(parentId !== undefined && { ParentId: parentId, RootId: parentId }),
    CreationTime: created,
    StackStatus: 'CREATE_COMPLETE',
    Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({
      ParameterKey,
      ParameterValue,
    })),
    Outputs: Object.entries(outputs).map(([OutputKey, OutputValue]) => ({
      OutputKey,
      OutputValue,
    })),
    Tags: [],
  };
}
