import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  randomBytes,
} from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** One direction of what two parties say about one event: nobody else can read it, or say it. */
export interface Seal {
  /** @returns base64 */
  close(value: unknown): string;
  /** @throws Error when it was closed by nobody who may, or for another event */
  open(text: string): unknown;
}

/** Both directions. */
export interface Seals {
  readonly request: Seal;
  readonly answer: Seal;
}

/** What the command has, and never writes anywhere. */
export interface OwnKey {
  /** Base64; the stub has it. */
  readonly publicKey: string;
  /** The seals of an event, by the key that came with it. */
  sealsFor(id: string, theirKey: string): Seals;
}

/** Makes the command's key: whoever reads the stub's code, or the queues, can't open what is sent. */
export function newOwnKey(): OwnKey {
  const own = newPair();
  return {
    publicKey: own.publicKey,
    sealsFor: (id, theirs) => sealsOf(own.privateKey, theirs, id),
  };
}

/** The stub's side: a key for one event alone. */
export function newEventSeals(id: string, commandKey: string): Seals & { readonly key: string } {
  const own = newPair();
  return { ...sealsOf(own.privateKey, commandKey, id), key: own.publicKey };
}

function newPair(): { publicKey: string; privateKey: KeyObject } {
  const { publicKey, privateKey } = generateKeyPairSync('x25519', {
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'der' },
  });
  return {
    publicKey: publicKey.toString('base64'),
    privateKey: createPrivateKey({ key: privateKey, type: 'pkcs8', format: 'der' }),
  };
}

/** X25519, HKDF-SHA-256, AES-256-GCM: a key for each event and direction. */
function sealsOf(privateKey: KeyObject, theirs: string, id: string): Seals {
  const publicKey = createPublicKey({
    key: Buffer.from(theirs, 'base64'),
    type: 'spki',
    format: 'der',
  });
  const shared = diffieHellman({ privateKey, publicKey });
  const keys = Buffer.from(hkdfSync('sha256', shared, id, 'understudy live code', 64));
  return { request: sealUnder(keys.subarray(0, 32)), answer: sealUnder(keys.subarray(32)) };
}

const lengths = { iv: 12, tag: 16 } as const;

function sealUnder(key: Buffer): Seal {
  return {
    close(value) {
      const iv = randomBytes(lengths.iv);
      const cipher = createCipheriv('aes-256-gcm', key, iv);
      // Smaller, for a queue's message has a limit.
      const text = deflateRawSync(JSON.stringify(value));
      const sealed = Buffer.concat([cipher.update(text), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64');
    },
    open(text) {
      const whole = Buffer.from(text, 'base64');
      const begin = lengths.iv + lengths.tag;
      const decipher = createDecipheriv('aes-256-gcm', key, whole.subarray(0, lengths.iv), {
        authTagLength: lengths.tag,
      });
      decipher.setAuthTag(whole.subarray(lengths.iv, begin));
      const opened = Buffer.concat([decipher.update(whole.subarray(begin)), decipher.final()]);
      return JSON.parse(inflateRawSync(opened).toString()) as unknown;
    },
  };
}
