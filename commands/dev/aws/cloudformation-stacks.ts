import { DescribeStackResourceCommand } from '@aws-sdk/client-cloudformation';
import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { Stacks } from '../ports/stacks.ts';
import { Refused } from '../refused.ts';

/** Stacks as CloudFormation describes them. It says by the same error that a stack or a resource is missing. */
export function cloudFormationStacks(client: CloudFormationClient): Stacks {
  return {
    async resource(stack, logicalId) {
      const input = { StackName: stack, LogicalResourceId: logicalId };
      try {
        const { StackResourceDetail: found } = await client.send(
          new DescribeStackResourceCommand(input),
        );
        return {
          type: found?.ResourceType ?? '',
          physicalId: found?.PhysicalResourceId ?? '',
        };
      } catch (error) {
        const { name, message } = error as Error;
        if (name !== 'ValidationError') throw error;
        if (/^Resource .* does not exist/.test(message)) return undefined;
        throw new Refused(`the stack ${stack}: ${message}`, { cause: error });
      }
    },
  };
}
