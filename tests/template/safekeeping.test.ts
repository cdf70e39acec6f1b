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

describe('encryption and key rotation', () => {
  it.each(ofType('AWS::SNS::Topic'))(
    'the topic $name is encrypted with a key of its stack',
    (topic) => {
      expect(isOf(topic.properties['KmsMasterKeyId'], topic.stack, 'AWS::KMS::Key')).toBe(true);
    },
  );

  it.each(ofType('AWS::SQS::Queue'))('the queue $name is encrypted', ({ properties }) => {
    expect(properties['SqsManagedSseEnabled'] ?? properties['KmsMasterKeyId']).toBeTruthy();
  });

  it.each(ofType('AWS::KMS::Key'))('the key $name is rotated automatically', ({ properties }) => {
    expect(properties['EnableKeyRotation']).toBe(true);
  });
});

describe('the retention of logs and messages', () => {
  it.each(ofType('AWS::Logs::LogGroup'))(
    'the log group $name has a retention',
    ({ properties }) => {
      expect(properties['RetentionInDays']).toBeDefined();
    },
  );

  it.each(ofType('AWS::SQS::Queue'))(
    'the queue $name has the longest retention',
    ({ properties }) => {
      expect(properties['MessageRetentionPeriod']).toBe(1_209_600);
    },
  );

  // A log group that Lambda makes by itself is kept for ever.
  it.each(expanded.filter(({ type }) => type === 'AWS::Lambda::Function'))(
    'the function $name logs to the log group of its stack',
    ({ stack, properties }) => {
      const logging = properties['LoggingConfig'];

      expect(isOf(isMap(logging) && logging['LogGroup'], stack, 'AWS::Logs::LogGroup')).toBe(true);
    },
  );

  it.each(expanded.filter(({ type }) => type === 'AWS::StepFunctions::StateMachine'))(
    'the workflow $name logs to the log group of its stack, without execution data',
    ({ stack, properties }) => {
      const logging = properties['Logging'];

      expect(isOf(isMap(logging) && logging['Destinations'], stack, 'AWS::Logs::LogGroup')).toBe(
        true,
      );
      expect(isMap(logging) && logging['IncludeExecutionData']).toBe(false);
    },
  );
});

describe('resources at the deletion of a stack', () => {
  const stateful = new Set(['AWS::KMS::Key', 'AWS::SQS::Queue', 'AWS::Logs::LogGroup']);
  const holding = declared.filter(({ resource }) => stateful.has(show(resource['Type'])));

  /** What is lost with these can't be made again. */
  const outliving = ['recovery-key/RecoveryKey', 'target/TargetKey'];

  it.each(holding)('the resource $name has a deletion policy', ({ resource }) => {
    expect([resource['DeletionPolicy'], resource['UpdateReplacePolicy']]).toEqual(
      resource['DeletionPolicy'] === 'Delete'
        ? ['Delete', 'Delete']
        : ['RetainExceptOnCreate', 'Retain'],
    );
  });

  it.each(outliving)('the key %s outlives its stack, with what is encrypted under it', (name) => {
    const resource = holding.find((one) => one.name === name)?.resource;

    expect(resource?.['DeletionPolicy']).toBe('RetainExceptOnCreate');
    expect(resource?.['UpdateReplacePolicy']).toBe('Retain');
  });

  /** The lab leaves nothing when it goes, but what FinalSnapshot says. */
  const lab = /^(lab(-\w+)?|client-vpn)\//;
  const [ofTheLab, others] = [true, false].map((wanted) =>
    ofType('AWS::Logs::LogGroup').filter(({ name }) => lab.test(name) === wanted),
  );

  it.each(others ?? [])('the log group $name outlives its stack', ({ resource }) => {
    expect(resource['DeletionPolicy']).toBe('RetainExceptOnCreate');
  });

  it.each(ofTheLab ?? [])('the log group $name goes with the lab', ({ resource }) => {
    expect(resource['DeletionPolicy']).toBe('Delete');
  });

  const databases = [...ofType('AWS::RDS::DBCluster'), ...ofType('AWS::RDS::DBInstance')];

  it.each(databases)('a parameter or nothing decides what is left of $name', ({ resource }) => {
    const kept = resource['Type'] === 'AWS::RDS::DBCluster' ? { Ref: 'DeletionPolicy' } : 'Delete';

    expect([resource['DeletionPolicy'], resource['UpdateReplacePolicy']]).toEqual([kept, kept]);
  });
});

describe('access from the internet', () => {
  const openings =
    /^AWS::(Lambda::Url|ApiGateway|ApiGatewayV2|AppSync|CloudFront|Serverless::(Api|HttpApi|GraphQLApi|WebSocketApi))/;

  it('the stacks offer no endpoint to the internet', () => {
    const open = declared.filter(
      ({ resource, properties }) =>
        openings.test(show(resource['Type'])) || properties['FunctionUrlConfig'] !== undefined,
    );

    expect(declared.length).toBeGreaterThan(40);
    expect(open).toEqual([]);
  });

  it('no database is public, and every load balancer is internal', () => {
    const open = declared.filter(
      ({ resource, properties }) =>
        (properties['PubliclyAccessible'] ?? false) !== false ||
        (show(resource['Type']).endsWith('::LoadBalancer') && properties['Scheme'] !== 'internal'),
    );

    expect(open).toEqual([]);
  });

  it('no security group admits the whole internet', () => {
    expect(declared.filter((one) => /"(0\.0\.0\.0\/0|::\/0)"/.test(ingressOf(one)))).toEqual([]);
  });

  it.each(ofType('AWS::SNS::Subscription'))(
    'the subscription $name delivers to Lambda, SQS or mail only',
    ({ properties }) => {
      expect(['lambda', 'email', 'sqs']).toContain(properties['Protocol']);
    },
  );
});

/** What a security group lets in, and a rule of its own that lets something in. */
function ingressOf({ resource, properties }: Declared): string {
  const own = resource['Type'] === 'AWS::EC2::SecurityGroupIngress' ? properties : undefined;
  return JSON.stringify([properties['SecurityGroupIngress'] ?? null, own ?? null]);
}
