import { describe, expect, it } from '@jest/globals';
import {
  FollowedList,
  followedText,
  groupName,
} from '../../../../functions/access/rules/followed.ts';

const groupArn =
  'arn:aws:elasticloadbalancing:eu-central-1:222222222222:targetgroup/orders-writer/0123456789abcdef';

describe('FollowedList', () => {
  it('the followed endpoints are read from one variable, an entry each', () => {
    const text = `cluster-writer,orders,5432,${groupArn} name,db.internal.,3306,${groupArn}`;
    expect(FollowedList.parse(text)).toEqual([
      { kind: 'cluster-writer', name: 'orders', port: 5432, groupArn },
      { kind: 'name', name: 'db.internal.', port: 3306, groupArn },
    ]);
  });

  it('an entry may name what its clients are moved by, all of it or nothing', () => {
    const spareArn = groupArn.replace('orders-writer', 'spare');
    const closedArn = groupArn.replace('orders-writer', 'closed');
    const listenerArn =
      'arn:aws:elasticloadbalancing:eu-central-1:222222222222:listener/net/orders/0123456789abcdef/fedcba9876543210';
    const own = `cluster-writer,orders,5432,${groupArn}`;
    expect(FollowedList.parse(`${own},${spareArn},${closedArn},${listenerArn}`)).toEqual([
      {
        kind: 'cluster-writer',
        name: 'orders',
        port: 5432,
        groupArn,
        detour: { spareArn, closedArn, listenerArn },
      },
    ]);
    expect(FollowedList.safeParse(`${own},${spareArn},${closedArn}`).success).toBe(false);
  });

  it('the list of followed endpoints may have any number of blanks between its entries', () => {
    const one = `proxy,orders,5432,${groupArn}`;
    expect(FollowedList.parse(`  ${one}   ${one} `)).toHaveLength(2);
  });

  it.each([
    '',
    ' ',
    'cluster-writer,orders,5432',
    `cluster,orders,5432,${groupArn}`,
    `cluster-writer,,5432,${groupArn}`,
    `cluster-writer,orders,port,${groupArn}`,
    `cluster-writer,orders,5432,${groupArn} x`,
    `cluster-writer,orders,5432,arn:aws:iam::222222222222:role/x`,
  ])('the list of followed endpoints %j is refused, with what was expected', (text) => {
    expect(FollowedList.safeParse(text).error?.issues[0]?.message).toMatch(
      /^expected blank-separated entries/,
    );
  });

  it('a followed endpoint is named in messages and metrics', () => {
    const one = { kind: 'proxy', name: 'orders', port: 5432, groupArn } as const;
    expect([followedText(one), groupName(one)]).toEqual(['proxy "orders"', 'orders-writer']);
  });
});
