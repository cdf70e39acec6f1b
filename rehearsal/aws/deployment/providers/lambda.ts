import { resolve } from 'node:path';
import type { PolicyStatement } from '../../contracts.ts';
import { buildFrom } from '../build-request.ts';
import type { Bundles } from '../build-request.ts';
import { TemplateRefused, UnknownTemplateConstruct } from '../errors.ts';
import { properties } from '../property-table.ts';
import type { PropertyReader } from '../property-reader.ts';
import type { FunctionsPort } from './ports.ts';
import { arn } from './provider.ts';
import type { CreateRequest, Providers } from './provider.ts';

/** `AWS::Lambda::Function` as SAM makes it, its permissions and its asynchronous invocation. */
export function lambdaProviders(functions: FunctionsPort, bundles: Bundles): Providers {
  return {
    'AWS::Lambda::Function': {
      derivedOnly: true,
      properties: {
        ...properties(
          'FunctionName Handler Runtime Architectures Description Timeout MemorySize Environment VpcConfig ReservedConcurrentExecutions LoggingConfig EphemeralStorage KmsKeyArn Tags CodeUri Role TracingConfig DeadLetterConfig',
        ),
      },
      prepare({ raw, metadata, logicalId, templateDirectory, path }) {
        const { CodeUri: codeUri, Handler: handler } = raw;
        if (typeof codeUri !== 'string' || typeof handler !== 'string') return;
        const codeDirectory = resolve(templateDirectory, codeUri);
        // Whoever needs it later meets the same failure; until then nobody waits for it.
        bundles
          .build(buildFrom(metadata, { logicalId, codeDirectory, handler, path }))
          .catch(() => undefined);
      },
      create: (request) => createFunction(request, functions, bundles),
    },
    'AWS::Lambda::Permission': {
      properties: properties(
        'Action FunctionName Principal SourceArn SourceAccount PrincipalOrgID',
      ),
      create(request) {
        const functionArn = functionArnOf(request, request.properties.text('FunctionName'));
        const sid = request.name(100);
        functions.addPermission(functionArn, permission(request.properties, functionArn, sid));
        return { ref: sid, attributes: { Id: sid } };
      },
    },
    'AWS::Lambda::EventInvokeConfig': {
      properties: {
        ...properties('FunctionName Qualifier MaximumRetryAttempts MaximumEventAgeInSeconds'),
        DestinationConfig: {
          OnFailure: properties('Destination'),
          OnSuccess: properties('Destination'),
        },
      },
      create(request) {
        const given = request.properties;
        if ((given.optionalText('Qualifier') ?? '$LATEST') !== '$LATEST') {
          throw new UnknownTemplateConstruct('a Qualifier but $LATEST', request.path);
        }
        const attempts = given.number('MaximumRetryAttempts');
        const seconds = given.number('MaximumEventAgeInSeconds');
        const destinations = given.reader('DestinationConfig');
        const onFailure = destinations?.reader('OnFailure')?.text('Destination');
        const onSuccess = destinations?.reader('OnSuccess')?.text('Destination');
        const functionArn = functionArnOf(request, given.text('FunctionName'));
        functions.configureAsynchronousInvocation(functionArn, {
          ...(attempts === undefined ? {} : { maximumRetryAttempts: attempts }),
          ...(seconds === undefined ? {} : { maximumEventAgeSeconds: seconds }),
          ...(onFailure === undefined ? {} : { onFailureArn: onFailure }),
          ...(onSuccess === undefined ? {} : { onSuccessArn: onSuccess }),
        });
        return { ref: request.name() };
      },
    },
  };
}

async function createFunction(
  request: CreateRequest,
  functions: FunctionsPort,
  bundles: Bundles,
): Promise<{ ref: string; arn: string; roleArn: string; attributes: { Arn: string } }> {
  const given = request.properties;
  const codeDirectory = resolve(request.templateDirectory, given.text('CodeUri'));
  const handler = given.text('Handler');
  requireNode(given, request.path);
  const { logicalId, path } = request;
  const build = buildFrom(request.metadata, { logicalId, codeDirectory, handler, path });
  const bundle = await bundles.build(build);
  const name = given.optionalText('FunctionName') ?? request.name(64);
  const functionArn = arn(request, 'lambda', `function:${name}`);
  const roleArn = given.text('Role');
  const vpc = given.reader('VpcConfig');
  const queue = given.reader('DeadLetterConfig')?.text('TargetArn');
  const reserved = given.number('ReservedConcurrentExecutions');
  const logGroupName = given.reader('LoggingConfig')?.optionalText('LogGroup');
  const tags = given.tags();
  const variables = given.reader('Environment')?.textMap('Variables') ?? {};
  functions.createFunction(request.location, {
    name,
    arn: functionArn,
    roleArn,
    handler: bundle.handler,
    codeDirectory: bundle.directory,
    environment: bundle.sourceMap ? withSourceMaps(variables) : variables,
    timeoutSeconds: given.number('Timeout') ?? 3,
    memorySize: given.number('MemorySize') ?? 128,
    ...(vpc === undefined
      ? {}
      : {
          vpc: {
            subnetIds: vpc.texts('SubnetIds'),
            securityGroupIds: vpc.texts('SecurityGroupIds'),
          },
        }),
    ...(queue === undefined ? {} : { deadLetterQueueArn: queue }),
    ...(reserved === undefined ? {} : { reservedConcurrency: reserved }),
    ...(logGroupName === undefined ? {} : { logGroupName }),
    ...(Object.keys(tags).length === 0 ? {} : { tags }),
  });
  return { ref: name, arn: functionArn, roleArn, attributes: { Arn: functionArn } };
}

function requireNode(given: PropertyReader, path: string): void {
  const runtime = given.text('Runtime');
  if (/^nodejs\d+\.x$/.test(runtime)) return;
  throw new UnknownTemplateConstruct(`the runtime ${runtime}`, `${path}/Runtime`);
}

/** `sam build` switches source maps on in every function that it builds one for. */
function withSourceMaps(variables: Record<string, string>): Record<string, string> {
  const options = variables['NODE_OPTIONS'] ?? '';
  if (options.split(' ').includes('--enable-source-maps')) return variables;
  return { ...variables, NODE_OPTIONS: `${options} --enable-source-maps`.trim() };
}

function functionArnOf(request: CreateRequest, name: string): string {
  return name.startsWith('arn:') ? name : arn(request, 'lambda', `function:${name}`);
}

/** The statement that Lambda's AddPermission makes of its arguments. */
function permission(given: PropertyReader, functionArn: string, sid: string): PolicyStatement {
  const principal = given.text('Principal');
  const sourceArn = given.optionalText('SourceArn');
  const sourceAccount = given.optionalText('SourceAccount');
  const organisation = given.optionalText('PrincipalOrgID');
  const equals = {
    ...(sourceAccount === undefined ? {} : { 'AWS:SourceAccount': sourceAccount }),
    ...(organisation === undefined ? {} : { 'aws:PrincipalOrgID': organisation }),
  };
  const condition = {
    ...(sourceArn === undefined ? {} : { ArnLike: { 'AWS:SourceArn': sourceArn } }),
    ...(Object.keys(equals).length === 0 ? {} : { StringEquals: equals }),
  };
  return {
    Sid: sid,
    Effect: 'Allow',
    Principal: principalOf(principal),
    Action: given.text('Action'),
    Resource: functionArn,
    ...(Object.keys(condition).length === 0 ? {} : { Condition: condition }),
  };
}

function principalOf(principal: string): '*' | Record<string, string> {
  if (principal === '*') return '*';
  if (/^[a-z0-9.-]+\.amazonaws\.com(?:\.cn)?$/.test(principal)) return { Service: principal };
  if (/^\d{12}$/.test(principal)) return { AWS: `arn:aws:iam::${principal}:root` };
  if (principal.startsWith('arn:')) return { AWS: principal };
  throw new TemplateRefused(
    `The provided principal was invalid: ${principal}. Give a service, an account or an ARN.`,
  );
}
