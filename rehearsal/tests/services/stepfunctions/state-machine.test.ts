import { describe, expect, it } from '@jest/globals';
import { makeSimulator, roleArn, target, waiting } from './simulator.ts';

const machineArn = 'arn:aws:states:eu-central-1:222222222222:stateMachine:machine';

describe('state machines', () => {
  it.each([
    ['eu-central-1', 'arn:aws:states:eu-central-1:222222222222:stateMachine:machine'],
    ['cn-north-1', 'arn:aws-cn:states:cn-north-1:222222222222:stateMachine:machine'],
    ['us-gov-west-1', 'arn:aws-us-gov:states:us-gov-west-1:222222222222:stateMachine:machine'],
  ])('a state machine of %s has the ARN of its partition', (region, arn) => {
    expect(makeSimulator().create(waiting, { ...target, region })).toBe(arn);
  });

  it('a state machine is described with its definition', async () => {
    const { create, call } = makeSimulator();
    create();
    const described = await call('DescribeStateMachine', { stateMachineArn: machineArn });
    expect(described).toMatchObject({
      name: 'machine',
      status: 'ACTIVE',
      type: 'STANDARD',
      roleArn,
    });
    expect(JSON.parse(described.definition as string)).toEqual(waiting);
  });

  it.each([
    ['InvalidDefinition', { definition: { ...waiting, StartAt: 'Nowhere' } }],
    ['InvalidName', { name: 'a b' }],
    ['InvalidArn', { roleArn: 'workflow' }],
  ])('a state machine is refused as %s', (name, settings) => {
    const { service } = makeSimulator();
    const create = () =>
      service.createStateMachine(target, { name: 'm', definition: waiting, roleArn, ...settings });
    expect(create).toThrow(expect.objectContaining({ name }));
  });

  it('a state machine of one name is made once', () => {
    const { create } = makeSimulator();
    create();
    expect(() => create()).toThrow(expect.objectContaining({ name: 'StateMachineAlreadyExists' }));
  });

  it('a state machine is listed in its own account and Region only, by pages', async () => {
    const { service, call } = makeSimulator();
    for (const name of ['c', 'a', 'b']) {
      service.createStateMachine(target, { name, definition: waiting, roleArn });
    }
    service.createStateMachine(
      { ...target, region: 'eu-west-1' },
      { name: 'd', definition: waiting, roleArn },
    );
    const first = await call('ListStateMachines', { maxResults: 2 });
    const second = await call('ListStateMachines', { maxResults: 2, nextToken: first.nextToken });
    const names = [first, second].map(({ stateMachines }) =>
      (stateMachines as { name: string }[]).map(({ name }) => name),
    );
    expect(names).toEqual([['a', 'b'], ['c']]);
    expect(second.nextToken).toBeUndefined();
  });
});
