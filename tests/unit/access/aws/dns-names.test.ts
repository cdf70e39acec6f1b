import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { dnsNames } from '../../../../functions/access/aws/dns-names.ts';

/** What the name server answers: addresses, or a response code of RFC 1035. */
const zone: Readonly<Record<string, readonly string[] | number>> = {
  'proxy.test': ['10.0.1.5', '10.0.2.5'],
  'empty.test': [],
  'gone.test': 3,
  'broken.test': 2,
  'refused.test': 5,
};

const server = createSocket('udp4');
beforeAll(async () => {
  server.on('message', (query, { port, address }) => server.send(answerTo(query), port, address));
  server.bind(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(async () => {
  server.close();
  await once(server, 'close');
});

const names = () => dnsNames([`127.0.0.1:${server.address().port}`]);

describe('dnsNames', () => {
  it('a name has every address that DNS answers with', async () => {
    expect((await names().addresses('proxy.test')).toSorted()).toEqual(['10.0.1.5', '10.0.2.5']);
  });

  it.each(['empty.test', 'gone.test', 'broken.test', 'refused.test'])(
    'a name has no address where DNS has none to give: %s',
    async (host) => {
      expect(await names().addresses(host)).toEqual([]);
    },
  );

  it('a name that DNS cannot look up is an error', async () => {
    await expect(names().addresses('no..name')).rejects.toMatchObject({
      name: 'EndpointUnknown',
      message: expect.stringContaining(
        '"no..name" to be a name that can be looked up, found EBADNAME',
      ),
    });
  });
});

/** A response to a query of one question, with its A records. Source: RFC 1035, section 4. */
function answerTo(query: Buffer): Buffer {
  const labels: string[] = [];
  let at = 12;
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString('ascii', at + 1, at + 1 + length));
    at += 1 + length;
  }
  const question = query.subarray(12, at + 5);
  const found = zone[labels.join('.')] ?? 3;
  const addresses = typeof found === 'number' ? [] : found;
  const header = Buffer.alloc(12);
  query.copy(header, 0, 0, 2);
  header.writeUInt16BE(0x8180 + (typeof found === 'number' ? found : 0), 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(addresses.length, 6);
  const records = addresses.map((address) =>
    Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 5, 0, 4, ...address.split('.').map(Number)]),
  );
  return Buffer.concat([header, question, ...records]);
}
