import { describe, expect, it } from '@jest/globals';
import { Exchange } from '../../../aws/databases/pooler/exchange.ts';
import {
  bodyOf,
  FrameReader,
  textsOf,
  type Frame,
} from '../../../aws/databases/postgresql/protocol/frames.ts';
import {
  errorResponse,
  int32,
  message,
  readError,
  readStartup,
  startup,
  startupCodes,
  startupParameters,
} from '../../../aws/databases/postgresql/protocol/messages.ts';
import { ScramClient, ScramServer } from '../../../aws/databases/pooler/scram.ts';

describe('messages', () => {
  const sent = Buffer.concat([
    message('Q', 'SELECT 1'),
    message('S'),
    message('d', Buffer.alloc(70_000)),
  ]);

  it.each([1, 3, 5, 7, 1000, sent.length])(
    'messages are whole again that come in pieces of %d bytes',
    (size) => {
      const reader = new FrameReader();
      const frames: Frame[] = [];
      for (let at = 0; at < sent.length; at += size) {
        frames.push(...reader.push(sent.subarray(at, at + size)));
      }
      expect(frames.map(({ type, bytes }) => [type, bytes.length])).toEqual([
        ['Q', 14],
        ['S', 5],
        ['d', 70_005],
      ]);
      expect(Buffer.concat(frames.map(({ bytes }) => bytes)).equals(sent)).toBe(true);
    },
  );

  it('an error is read as it was written', () => {
    const refusal = { severity: 'ERROR', code: '25006', message: 'read-only' } as const;
    const [frame] = new FrameReader().push(errorResponse(refusal));
    expect(frame && readError(frame)).toEqual(refusal);
    expect(textsOf(bodyOf({ type: 'P', bytes: message('P', 'name', 'SELECT 1') }), 2)).toEqual([
      'name',
      'SELECT 1',
    ]);
  });

  it('a startup message is read once it is whole, and one of a strange length is not', () => {
    const bytes = startup(startupCodes.version3, { user: 'master', database: 'orders' });
    expect(readStartup(bytes.subarray(0, 7))).toBeUndefined();
    expect(readStartup(bytes.subarray(0, 20))).toBeUndefined();
    const found = readStartup(bytes);
    if (found === undefined || typeof found === 'string') throw new Error('not read');
    expect(startupParameters(found.packet.body)).toEqual(
      new Map([
        ['user', 'master'],
        ['database', 'orders'],
      ]),
    );
    expect(readStartup(Buffer.concat([int32(7), int32(0)]))).toContain('invalid length');
    expect(readStartup(Buffer.concat([int32(70_000), int32(0)]))).toContain('invalid length');
  });
});

function converse(server: ScramServer, client: ScramClient): string | undefined {
  const challenge = server.begin(client.begin());
  return server.conclude(client.answer(challenge));
}

describe('SCRAM-SHA-256', () => {
  it('a client with the password is let in, and believes the server', () => {
    const client = new ScramClient('it is secret, ümlauts = too');
    const verdict = converse(new ScramServer('it is secret, ümlauts = too'), client);
    expect(() => client.conclude(verdict ?? '')).not.toThrow();
  });

  it('a client with another password is not let in', () => {
    expect(converse(new ScramServer('right'), new ScramClient('wrong'))).toBeUndefined();
  });

  it('a server with another password is not believed', () => {
    const client = new ScramClient('right');
    client.answer(new ScramServer('right').begin(client.begin()));
    expect(() => client.conclude('v=AAAA')).toThrow('another password');
  });

  it('channel binding is refused, and so is an answer to another challenge', () => {
    expect(() => new ScramServer('x').begin('p=tls-server-end-point,,n=,r=a')).toThrow('channel');
    const [one, other] = [new ScramServer('x'), new ScramServer('x')];
    const client = new ScramClient('x');
    const first = client.begin();
    one.begin(first);
    expect(one.conclude(client.answer(other.begin(first)))).toBeUndefined();
  });
});

/** `>Q` goes to the server, `<Z` comes from it; what follows is what the message says. */
function play(steps: string): Exchange {
  const exchange = new Exchange();
  for (const step of steps.split(' ')) {
    const [way = '', type = '', ...rest] = step;
    const said = rest.join('');
    const body = type === 'Z' ? Buffer.from(said) : message('x', ...said.split('|')).subarray(5);
    const frame = { type, bytes: message(type, body) };
    if (way === '>') exchange.sent(frame);
    else exchange.received(frame);
  }
  return exchange;
}

describe('whether a connection may go to somebody else', () => {
  it.each<[string, boolean, string]>([
    ['a query is under way', false, '>Q'],
    ['a query is answered', true, '>Q <C <ZI'],
    ['a transaction is open', false, '>Q <C <ZT'],
    ['a transaction has failed', false, '>Q <E <ZE'],
    ['a failed transaction is rolled back', true, '>Q <E <ZE >Q <C <ZI'],
    ['a function call is answered', true, '>F <V <ZI'],
    ['a batch has no Sync yet', false, '>P| >B| >E <1 <2 <C'],
    ['a batch is answered', true, '>P| >B| >D >E >S <1 <2 <T <C <ZI'],
    ['one of two batches is answered', false, '>P| >B| >E >S >P| >B| >E >S <1 <2 <C <ZI'],
    ['both batches are answered', true, '>P| >B| >E >S >P| >B| >E >S <1 <2 <C <ZI <1 <2 <C <ZI'],
    ['a batch has failed', true, '>P| >B| >E >S <E <ZI'],
    [
      'a second batch has begun when the first is answered',
      false,
      '>P| >B| >E >S >P| <1 <2 <C <ZI',
    ],
    ['a Flush asks for what there is', false, '>P| >D >H <1 <T'],
    ['an unnamed statement was described and waits to be bound', false, '>P| >D >S <1 <T <ZI'],
    ['it is bound in the next batch', true, '>P| >D >S <1 <T <ZI >B| >E >S <2 <C <ZI'],
    ['a named statement is closed', true, '>Cname >S <3 <ZI'],
    ['rows are copied in by a query', false, '>Q <G >d >d'],
    ['they are all there', false, '>Q <G >d >c'],
    ['and answered', true, '>Q <G >d >c <C <ZI'],
    ['the client gives a copy up', true, '>Q <G >d >f <E <ZI'],
    ['the server gives a copy up', true, '>Q <G >d <E <ZI'],
    ['a Sync during a copy is ignored', true, '>Q <G >S >d >c <C <ZI'],
    ['a copy by a batch swallows the Sync that came along', false, '>P| >B| >E >S <1 <2 <G >d >c'],
    ['and ends with the next', true, '>P| >B| >E >S <1 <2 <G >d >c >S <C <ZI'],
    ['a copy by a batch that asked by a Flush', true, '>P| >B| >E >H <1 <2 <G >d >c >S <C <ZI'],
    ['rows and their end were sent before the server asked for them', true, '>Q >d >c <G <C <ZI'],
    ['a batch did that', true, '>P| >B| >E >S >d >c >S <1 <2 <G <C <ZI'],
    ['a copy failed before its end was sent', true, '>Q <G <E <ZI >d >c'],
    ['a copy failed after its end was sent', true, '>Q >d >c <G <E <ZI'],
    ['a query ends the unnamed statement', true, '>P| >D >S <1 <T <ZI >Q <C <ZI'],
    ['rows are copied out', false, '>Q <H <d'],
    ['they were copied out', true, '>Q <H <d <c <C <ZI'],
    ['a notice and a parameter came', true, '>Q <N <S <A <C <ZI'],
  ])('%s: %s', (_, isOver, steps) => {
    expect(play(steps).isOver).toBe(isOver);
  });

  it('a server has something to answer until the last ReadyForQuery', () => {
    expect(play('>Q').isAnswering).toBe(true);
    expect(play('>Q <ZT').isAnswering).toBe(false);
  });
});
