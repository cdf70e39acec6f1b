import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto';

/** The mechanism that both sides speak here; without channel binding, as AWS's proxy does. */
export const scramMechanism = 'SCRAM-SHA-256';

const iterations = 4096;
/** "n": the client doesn't support channel binding; "y": it does, and thinks that the server doesn't. */
const clientHeader = /^[ny],[^,]*,/;

/** The two sides of SCRAM disagree. */
export class ScramFailed extends Error {
  override readonly name = 'ScramFailed';
}

/** The server's side: whether a client knows a password. Source: RFC 5802, and RFC 7677 for SHA-256. */
export class ScramServer {
  readonly #password: string;
  #header = '';
  #exchange = '';
  #nonce = '';
  readonly #salt = randomBytes(16);

  constructor(password: string) {
    this.#password = password;
  }

  /** @param clientFirst such as `n,,n=,r=…` @returns what to answer */
  begin(clientFirst: string): string {
    const [header] = clientHeader.exec(clientFirst) ?? [];
    if (header === undefined) throw new ScramFailed('the client wants channel binding');
    const bare = clientFirst.slice(header.length);
    this.#header = header;
    this.#nonce = attribute(bare, 'r') + randomBytes(18).toString('base64');
    const answer = `r=${this.#nonce},s=${this.#salt.toString('base64')},i=${iterations}`;
    this.#exchange = `${bare},${answer}`;
    return answer;
  }

  /** @returns the server's proof, or undefined where the client has another password */
  conclude(clientFinal: string): string | undefined {
    const withoutProof = clientFinal.slice(0, clientFinal.lastIndexOf(',p='));
    const binding = Buffer.from(this.#header).toString('base64');
    if (attribute(withoutProof, 'c') !== binding) return undefined;
    if (attribute(withoutProof, 'r') !== this.#nonce) return undefined;
    const keys = keysOf(this.#password, this.#salt, iterations);
    const text = `${this.#exchange},${withoutProof}`;
    const expected = proofOf(keys, text);
    const given = Buffer.from(attribute(clientFinal, 'p'), 'base64');
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
    return `v=${hmac(keys.server, text).toString('base64')}`;
  }
}

/** The client's side. */
export class ScramClient {
  readonly #password: string;
  readonly #nonce = randomBytes(18).toString('base64');
  #expected = '';

  constructor(password: string) {
    this.#password = password;
  }

  /** PostgreSQL takes the user's name from the startup message. */
  begin(): string {
    return `n,,n=,r=${this.#nonce}`;
  }

  answer(serverFirst: string): string {
    const nonce = attribute(serverFirst, 'r');
    if (!nonce.startsWith(this.#nonce)) throw new ScramFailed('the server has another nonce');
    const salt = Buffer.from(attribute(serverFirst, 's'), 'base64');
    const keys = keysOf(this.#password, salt, Number(attribute(serverFirst, 'i')));
    const withoutProof = `c=${Buffer.from('n,,').toString('base64')},r=${nonce}`;
    const text = `n=,r=${this.#nonce},${serverFirst},${withoutProof}`;
    this.#expected = `v=${hmac(keys.server, text).toString('base64')}`;
    return `${withoutProof},p=${proofOf(keys, text).toString('base64')}`;
  }

  /** @throws ScramFailed where the server doesn't know the password itself */
  conclude(serverFinal: string): void {
    if (serverFinal !== this.#expected) throw new ScramFailed('the server has another password');
  }
}

interface Keys {
  readonly client: Buffer;
  readonly stored: Buffer;
  readonly server: Buffer;
}

function keysOf(password: string, salt: Buffer, rounds: number): Keys {
  const salted = pbkdf2Sync(password.normalize('NFKC'), salt, rounds, 32, 'sha256');
  const client = hmac(salted, 'Client Key');
  const stored = createHash('sha256').update(client).digest();
  return { client, stored, server: hmac(salted, 'Server Key') };
}

function proofOf({ client, stored }: Keys, text: string): Buffer {
  const signature = hmac(stored, text);
  return Buffer.from(client.map((byte, index) => byte ^ (signature[index] ?? 0)));
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

/** Base64 may end in `=`: what follows the first one is the value. */
function attribute(text: string, name: string): string {
  const found = text.split(',').find((part) => part.startsWith(`${name}=`));
  if (found === undefined) throw new ScramFailed(`expected the attribute ${name}, found: ${text}`);
  return found.slice(2);
}
