// One file: the stack access, part by part, as its template has it.
import { describe, expect, it } from '@jest/globals';
import { confirmFor, freshFor, releaseWithin } from '../../functions/access/rules/targets.ts';
import { settleFor } from '../../functions/access/rules/cut-over.ts';
import { changeExpectedUntil } from '../../functions/access/rules/trigger.ts';
import { isList, show } from '../../rehearsal/aws/deployment/template-value.ts';
import type { TemplateMap, TemplateValue } from '../../rehearsal/aws/deployment/template-value.ts';
import { readEventPattern } from '../../rehearsal/aws/services/eventbridge/event-pattern.ts';
import { deployStack, mapAt, resourcesOf, templateOf } from './deploy-stack.ts';

const file = 'stacks/access.yaml';
const endpoints = [1, 2, 3, 4];

function one(type: string): TemplateMap {
  const [[, resource] = [], ...others] = resourcesOf(file, type);
  if (others.length > 0) throw new Error(`expected one ${type} in ${file}`);
  return mapAt(resource, 'Properties');
}

function attributes(value: TemplateValue | undefined): Record<string, string> {
  if (!isList(value)) throw new Error('expected a list of attributes');
  return Object.fromEntries(
    value.map((attribute) => [show(mapAt(attribute)['Key']), show(mapAt(attribute)['Value'])]),
  );
}

/** A resource of an endpoint, with the endpoint's number taken out of it. */
function likeAny(stack: string, logicalId: string, index: number): string {
  const { Condition: _, ...resource } = mapAt(templateOf(stack), 'Resources', logicalId);
  const number = new RegExp(`(?<=Followed|Listener|understudy-)${index}`, 'g');
  return JSON.stringify(resource)
    .replace(number, '#')
    .replace(`OpensPort${index}`, 'OpensDatabase');
}

describe('the load balancer', () => {
  const properties = one('AWS::ElasticLoadBalancingV2::LoadBalancer');

  it('the load balancer is internal and has its security group from the beginning', () => {
    expect(properties).toMatchObject({
      Type: 'network',
      Scheme: 'internal',
      SecurityGroups: [{ Ref: 'LoadBalancerGroup' }],
    });
  });

  it('the load balancer reaches one writer from every zone', () => {
    expect(attributes(properties['LoadBalancerAttributes'])).toEqual({
      'load_balancing.cross_zone.enabled': 'true',
    });
  });

  it('the load balancer enforces no client range on PrivateLink where none is given', () => {
    expect(properties['EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic']).toEqual({
      'Fn::If': ['HasClientRange', 'on', 'off'],
    });
  });
});

describe('a followed endpoint', () => {
  const endpoint = 'stacks/followed-endpoint.yaml';
  const properties = mapAt(templateOf(endpoint), 'Resources', 'TargetGroup', 'Properties');

  it('the target group has its targets by address, which the stack leaves to the function', () => {
    expect(properties).toMatchObject({ TargetType: 'ip', Protocol: 'TCP' });
    expect(properties).not.toHaveProperty('Targets');
  });

  it('the target group cuts off clients that stay with a demoted writer', () => {
    expect(attributes(properties['TargetGroupAttributes'])).toEqual({
      'deregistration_delay.timeout_seconds': '5',
      'deregistration_delay.connection_termination.enabled': 'true',
      'target_health_state.unhealthy.connection_termination.enabled': 'true',
    });
  });

  it('the groups that clients are moved by are like the first one', () => {
    const resources = mapAt(templateOf(endpoint), 'Resources');
    for (const name of ['SpareGroup', 'ClosedGroup']) {
      expect(mapAt(resources, name, 'Properties')).toEqual(properties);
      expect(mapAt(resources, name)['Condition']).toBe('MovesClients');
    }
  });

  // Source of the rule: functions/access/rules/cut-over.ts.
  it('a listener stays closed for longer than the old connections have', () => {
    const delay = attributes(properties['TargetGroupAttributes'])[
      'deregistration_delay.timeout_seconds'
    ];
    expect(settleFor).toBeGreaterThan(Number(delay));
  });

  it('the target group takes a new writer after ten seconds of checks, AWS’s floor', () => {
    const { HealthCheckIntervalSeconds: interval, HealthyThresholdCount: threshold } = properties;
    expect(Number(interval) * Number(threshold)).toBe(10);
  });

  it.each(endpoints)('endpoint %s is nested like the first one', (index) => {
    expect(likeAny(file, `FollowedEndpoint${index}`, index)).toBe(
      likeAny(file, 'FollowedEndpoint1', 1),
    );
  });

  it.each(endpoints)('endpoint %s is given every parameter of the nested template', (index) => {
    const given = mapAt(
      templateOf(file),
      'Resources',
      `FollowedEndpoint${index}`,
      'Properties',
      'Parameters',
    );

    expect(Object.keys(given).toSorted()).toEqual(
      Object.keys(mapAt(templateOf(endpoint), 'Parameters')).toSorted(),
    );
  });
});

describe('the stack access-lattice', () => {
  const lattice = 'stacks/access-lattice.yaml';

  it.each(endpoints)('has a resource configuration for endpoint %s like the first', (index) => {
    expect(likeAny(lattice, `ResourceConfiguration${index}`, index)).toBe(
      likeAny(lattice, 'ResourceConfiguration1', 1),
    );
  });

  // CloudFormation refuses a template with a type that its Region doesn't know.
  it('the stack that other Regions deploy has no type of VPC Lattice', () => {
    expect(JSON.stringify(templateOf(file))).not.toContain('VpcLattice');
  });

  it('the lattice stack leads to names, which a recovery swaps, and never to an ARN', () => {
    const written = JSON.stringify(templateOf(lattice));
    expect(written).toContain('DnsResource');
    expect(written).not.toContain('ArnResource');
  });
});

describe('the triggers of the access workflow', () => {
  const events = mapAt(
    resourcesOf(file, 'AWS::Serverless::StateMachine')[0]?.[1],
    'Properties',
    'Events',
  );
  const alternatives = mapAt(events, 'WriterMoves', 'Properties', 'Pattern')['$or'];
  const ids = (isList(alternatives) ? alternatives : []).flatMap(
    (alternative) => mapAt(alternative, 'detail')['EventID'] as readonly string[],
  );

  it('the event rule names each event once', () => {
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^RDS-EVENT-\d{4}$/.test(id))).toEqual([]);
  });

  // Each of them would be missed by a rule for failovers of clusters alone.
  it.each([
    ['a rename', 'RDS-EVENT-0172'],
    ['a failover that is complete', 'RDS-EVENT-0071'],
    ['a Multi-AZ failover', 'RDS-EVENT-0049'],
    ['a new primary of a global database', 'RDS-EVENT-0184'],
    ['a global failover', 'RDS-EVENT-0238'],
    ['a blue/green switchover', 'RDS-EVENT-0260'],
  ])('the event rule names the event of %s', (_what, id) => {
    expect(ids).toContain(id);
  });

  it('the event rule names every event that announces a change', () => {
    const time = '2026-01-05T10:30:00Z';
    const announced = Array.from({ length: 1000 }, (_, number) => String(number).padStart(4, '0'))
      .map((number) => `RDS-EVENT-${number}`)
      .filter((id) => {
        const event = {
          source: 'aws.rds',
          'detail-type': '',
          time,
          detail: { EventID: id },
        } as const;
        return changeExpectedUntil(event, []) === '2026-01-05T10:33:00.000Z';
      });
    expect(announced.length).toBeGreaterThan(5);
    expect(announced.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it('the schedule names itself in words that the function knows', () => {
    expect(mapAt(events, 'Schedule', 'Properties')['Input']).toBe('{"by":"schedule"}');
  });

  it('an event that starts no run goes to the queue of failed triggers', () => {
    expect(mapAt(events, 'WriterMoves', 'Properties')['DeadLetterConfig']).toEqual({
      Arn: { 'Fn::GetAtt': ['FailedTriggers', 'Arn'] },
    });
  });
});

describe('the functions of the access stack', () => {
  const functions = Object.fromEntries(resourcesOf(file, 'AWS::Serverless::Function'));

  it('SyncTargets makes one pass at a time where concurrency is reserved', () => {
    expect(mapAt(functions['SyncTargets'], 'Properties')['ReservedConcurrentExecutions']).toEqual({
      'Fn::If': ['Reserves', 1, { Ref: 'AWS::NoValue' }],
    });
  });

  it('a pass lets go of no target that could be healthy before others have seen it', () => {
    const group = mapAt(templateOf('stacks/followed-endpoint.yaml'), 'Resources', 'TargetGroup');
    const { HealthCheckIntervalSeconds: every, HealthyThresholdCount: times } = mapAt(
      group,
      'Properties',
    );
    expect(freshFor + releaseWithin).toBeLessThan(Number(every) * Number(times));
    expect(freshFor + releaseWithin).toBeLessThan(confirmFor);
  });

  it('SyncTargets may change the targets of its own groups only', () => {
    const policies = JSON.stringify(mapAt(functions['SyncTargets'], 'Properties')['Policies']);
    const found = policies.split('"Action":[').filter((part) => part.includes('DeregisterTargets'));
    const resources = found.map((part) => part.match(/FollowedEndpoint\d/g));
    const all = endpoints.map((index) => `FollowedEndpoint${index}`);
    // Those of the first group, and those of the spare one.
    expect(resources).toEqual([all, all]);
  });

  it('SyncTargets may change listeners where clients are moved by them, and its own only', () => {
    const [policies] = mapAt(functions['SyncTargets'], 'Properties')['Policies'] as TemplateMap[];
    const statements = JSON.stringify(mapAt(policies)['Statement']);
    const [, resources = ''] =
      /"CutsOver",\{"Effect":"Allow","Action":\["elasticloadbalancing:ModifyListener"[^\]]*\],"Resource":(.*)$/.exec(
        statements,
      ) ?? [];
    expect(resources.match(/FollowedEndpoint\d\.?",?"?Outputs\.ListenerArn/g)).toHaveLength(4);
  });

  it('FillTargets answers a deployment before the deployment gives up', () => {
    const timeout = mapAt(functions['FillTargets'], 'Properties')['Timeout'];
    expect(Number(one('Custom::FirstTargets')['ServiceTimeout'])).toBeGreaterThan(Number(timeout));
  });
});

describe('the pattern of the event rule', () => {
  const named = ['0069', '0070', '0071', '0072', '0073', '0170', '0171'];
  const ofInstances = ['0013', '0015', '0034', '0049', '0050', '0051', '0065'];
  const ofOthers = ['0172', '0181', '0182', '0183', '0184', '0185', '0186', '0187', '0238', '0239'];
  const blueGreen = ['0247', '0248', '0250', '0251', '0259', '0260'];
  const types = {
    cluster: 'RDS DB Cluster Event',
    instance: 'RDS DB Instance Event',
    deployment: 'RDS Blue Green Deployment Event',
  };

  const read = new Map<string, ReturnType<typeof readEventPattern>>();

  async function patternOf(parameters: Readonly<Record<string, string>>) {
    const key = JSON.stringify(parameters);
    const known = read.get(key);
    if (known !== undefined) return known;
    const { asked } = await deployStack('access', parameters);
    const rules = asked.filter(([operation]) => operation === 'putRule');
    expect(rules).toHaveLength(1);
    const settings = rules[0]?.[2] as { readonly pattern: unknown } | undefined;
    const matches = readEventPattern(settings?.pattern);
    read.set(key, matches);
    return matches;
  }

  /** Whether the rule of a stack with these parameters passes an event on. */
  async function rule(parameters: Readonly<Record<string, string>> = {}) {
    const matches = await patternOf(parameters);
    return (id: string, about?: string, type: keyof typeof types = 'cluster'): boolean =>
      matches({
        source: 'aws.rds',
        'detail-type': types[type],
        detail: {
          EventID: `RDS-EVENT-${id}`,
          ...(about !== undefined && { SourceIdentifier: about }),
        },
      });
  }

  it.each(named)(
    "the rule passes on a cluster's event %s where the cluster is followed",
    async (id) => {
      const passes = await rule();
      const passed = ['orders', 'rds:orders', 'ORDERS', undefined, 'orders-retired-0123abcd'];
      expect(passed.filter((about) => !passes(id, about))).toEqual([]);
      expect(
        ['invoices', 'rds:invoices', 'old-orders'].filter((about) => passes(id, about)),
      ).toEqual([]);
    },
  );

  it.each(ofInstances)(
    "the rule passes on an instance's event %s where it may be a member",
    async (id) => {
      const passes = await rule();
      expect(passes(id, 'orders-2', 'instance')).toBe(true);
      expect(passes(id, 'rds:orders-2', 'instance')).toBe(true);
      expect(passes(id, 'invoices-1', 'instance')).toBe(false);
    },
  );

  it.each(ofOthers)(
    'the rule passes on the event %s of any database, since it names another one',
    async (id) => {
      expect((await rule())(id, 'temporary-name')).toBe(true);
    },
  );

  it.each(blueGreen)('the rule passes on the event %s, which names a deployment', async (id) => {
    expect((await rule())(id, 'bgd-0123', 'deployment')).toBe(true);
  });

  it('the rule knows all four followed databases, in whatever case they were given', async () => {
    const passes = await rule({
      Followed1: 'Orders',
      Followed2: 'INVOICES',
      Followed3Kind: 'instance',
      Followed3: 'Ledger',
      Followed4Kind: 'proxy',
      Followed4: 'front',
    });
    expect(['orders', 'invoices', 'front'].filter((about) => !passes('0071', about))).toEqual([]);
    expect(passes('0049', 'rds:ledger', 'instance')).toBe(true);
    expect(passes('0071', 'payments')).toBe(false);
  });

  it.each([1, 4])(
    'the rule passes on every event where endpoint %i is a domain name',
    async (index) => {
      const passes = await rule({
        [`Followed${index}Kind`]: 'name',
        [`Followed${index}`]: 'db.example',
      });
      expect(passes('0071', 'invoices')).toBe(true);
      expect(passes('0049', 'invoices-1', 'instance')).toBe(true);
    },
  );

  it('the rule passes on no event that moves no writer', async () => {
    const passes = await rule();
    expect(['0004', '0006', '0025'].filter((id) => passes(id, 'orders-1', 'instance'))).toEqual([]);
  });
});
