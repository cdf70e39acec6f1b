import { describe, expect, it } from '@jest/globals';
import { isMap, show } from '../../rehearsal/aws/deployment/template-value.ts';
import type { TemplateMap } from '../../rehearsal/aws/deployment/template-value.ts';
import { mapAt } from './deploy-stack.ts';
import { stacks } from './stacks.ts';

/** A resource as its template declares it, with what the simulator's reading leaves out. */
interface Declared {
  readonly name: string;
  readonly stack: string;
  readonly resource: TemplateMap;
  readonly properties: TemplateMap;
}

const declared: readonly Declared[] = stacks.flatMap(({ file, template }) =>
  Object.entries(isMap(template['Resources']) ? template['Resources'] : {}).flatMap(
    ([logicalId, resource]) =>
      isMap(resource)
        ? [
            {
              name: `${file.replace(/^stacks\/|\.yaml$/g, '')}/${logicalId}`,
              stack: file,
              resource,
              properties: isMap(resource['Properties']) ? resource['Properties'] : {},
            },
          ]
        : [],
  ),
);

const expanded = stacks.flatMap(({ file, expanded: all }) =>
  all.map((resource) => ({ ...resource, name: `${file}/${resource.logicalId}`, stack: file })),
);

function ofType(type: string): readonly Declared[] {
  return declared.filter(({ resource }) => resource['Type'] === type);
}

/** Whether a value is `!Ref` or `!GetAtt` of a resource of that type: of the same stack, or one nested in it. */
function isOf(value: unknown, stack: string, type: string): boolean {
  const [, logicalId, output] =
    /"(?:Ref|Fn::GetAtt)":\[?"(\w+)(?:","Outputs\.(\w+))?/.exec(JSON.stringify(value ?? null)) ??
    [];
  const found = expanded.find((other) => other.stack === stack && other.logicalId === logicalId);
  if (found === undefined || output === undefined) return found?.type === type;
  const file = `stacks/${show(found.properties['Location'])}`;
  const nested = stacks.find((other) => other.file === file);
  return isOf(mapAt(nested?.template, 'Outputs', output)['Value'], file, type);
}

describe('encryption', () => {
  it.each(ofType('AWS::SNS::Topic'))('of the topic $name is by a key of its stack', (topic) => {
    expect(isOf(topic.properties['KmsMasterKeyId'], topic.stack, 'AWS::KMS::Key')).toBe(true);
  });

  it.each(ofType('AWS::SQS::Queue'))('of the queue $name is on', ({ properties }) => {
    expect(properties['SqsManagedSseEnabled'] ?? properties['KmsMasterKeyId']).toBeTruthy();
  });

  it.each(ofType('AWS::KMS::Key'))('renews the key $name by itself', ({ properties }) => {
    expect(properties['EnableKeyRotation']).toBe(true);
  });
});

describe('retention', () => {
  it.each(ofType('AWS::Logs::LogGroup'))('of the log group $name is said', ({ properties }) => {
    expect(properties['RetentionInDays']).toBeDefined();
  });

  it.each(ofType('AWS::SQS::Queue'))('of the queue $name is the longest', ({ properties }) => {
    expect(properties['MessageRetentionPeriod']).toBe(1_209_600);
  });

  // A log group that Lambda makes by itself is kept for ever.
  it.each(expanded.filter(({ type }) => type === 'AWS::Lambda::Function'))(
    'is that of the log group of its stack for the function $name',
    ({ stack, properties }) => {
      const logging = properties['LoggingConfig'];

      expect(isOf(isMap(logging) && logging['LogGroup'], stack, 'AWS::Logs::LogGroup')).toBe(true);
    },
  );

  it.each(expanded.filter(({ type }) => type === 'AWS::StepFunctions::StateMachine'))(
    'is that of the log group of its stack for the workflow $name',
    ({ stack, properties }) => {
      const logging = properties['Logging'];

      expect(isOf(isMap(logging) && logging['Destinations'], stack, 'AWS::Logs::LogGroup')).toBe(
        true,
      );
      expect(isMap(logging) && logging['IncludeExecutionData']).toBe(false);
    },
  );
});

describe('the end of a stack', () => {
  const stateful = new Set(['AWS::KMS::Key', 'AWS::SQS::Queue', 'AWS::Logs::LogGroup']);
  const holding = declared.filter(({ resource }) => stateful.has(show(resource['Type'])));

  /** What is lost with these can't be made again. */
  const outliving = ['recovery-key/RecoveryKey', 'target/TargetKey'];

  it.each(holding)('is decided for $name', ({ resource }) => {
    expect([resource['DeletionPolicy'], resource['UpdateReplacePolicy']]).toEqual(
      resource['DeletionPolicy'] === 'Delete'
        ? ['Delete', 'Delete']
        : ['RetainExceptOnCreate', 'Retain'],
    );
  });

  it.each(outliving)('leaves %s, and with it what is encrypted under it', (name) => {
    const resource = holding.find((one) => one.name === name)?.resource;

    expect(resource?.['DeletionPolicy']).toBe('RetainExceptOnCreate');
    expect(resource?.['UpdateReplacePolicy']).toBe('Retain');
  });

  it.each(ofType('AWS::Logs::LogGroup'))('leaves the log group $name', ({ resource }) => {
    expect(resource['DeletionPolicy']).toBe('RetainExceptOnCreate');
  });
});

describe('the internet', () => {
  const OPENINGS =
    /^AWS::(Lambda::Url|ApiGateway|ApiGatewayV2|AppSync|CloudFront|Serverless::(Api|HttpApi|GraphQLApi|WebSocketApi))/;

  it('is offered no endpoint', () => {
    const open = declared.filter(
      ({ resource, properties }) =>
        OPENINGS.test(show(resource['Type'])) || properties['FunctionUrlConfig'] !== undefined,
    );

    expect(declared.length).toBeGreaterThan(40);
    expect(open).toEqual([]);
  });

  it('reaches no database, and no load balancer but from inside', () => {
    const open = declared.filter(
      ({ resource, properties }) =>
        (properties['PubliclyAccessible'] ?? false) !== false ||
        (show(resource['Type']).endsWith('::LoadBalancer') && properties['Scheme'] !== 'internal'),
    );

    expect(open).toEqual([]);
  });

  it('passes no security group', () => {
    expect(declared.filter((one) => /"(0\.0\.0\.0\/0|::\/0)"/.test(ingressOf(one)))).toEqual([]);
  });

  it.each(ofType('AWS::SNS::Subscription'))('gets nothing of $name but mail', ({ properties }) => {
    expect(['lambda', 'email', 'sqs']).toContain(properties['Protocol']);
  });
});

/** What a security group lets in, and a rule of its own that lets something in. */
function ingressOf({ resource, properties }: Declared): string {
  const own = resource['Type'] === 'AWS::EC2::SecurityGroupIngress' ? properties : undefined;
  return JSON.stringify([properties['SecurityGroupIngress'] ?? null, own ?? null]);
}
