import { TemplateRefused } from '../errors.ts';
import type { CustomResourcesPort } from './ports.ts';
import type { Providers } from './provider.ts';

/** The type under which every `Custom::…` is found. */
export const customResource = 'AWS::CloudFormation::CustomResource';

/** Resources that a function of the stack makes. */
export function customResourceProviders(customResources: CustomResourcesPort): Providers {
  return {
    [customResource]: {
      properties: 'any',
      async create({ properties: given, logicalId, location, stackName, partition, type, name }) {
        const { ServiceToken: _token, ServiceTimeout: _timeout, ...own } = given.all();
        const { region, accountId } = location;
        // Source: CloudFormation User Guide, "Custom resource request objects".
        const answer = await customResources.ask(given.text('ServiceToken'), {
          RequestType: 'Create',
          StackId: `arn:${partition}:cloudformation:${region}:${accountId}:stack/${stackName}/custom`,
          RequestId: name(64),
          LogicalResourceId: logicalId,
          ResourceType: type,
          ResourceProperties: { ...own, ServiceToken: given.text('ServiceToken') },
        });
        if (answer?.Status === 'SUCCESS' && answer.PhysicalResourceId !== undefined) {
          return { ref: answer.PhysicalResourceId, attributes: answer.Data ?? {} };
        }
        throw new TemplateRefused(
          answer === undefined
            ? `CloudFormation did not receive a response from your Custom Resource: ${logicalId}`
            : `Received response status [${answer.Status}] from custom resource. Message returned: ${answer.Reason}`,
        );
      },
    },
  };
}
