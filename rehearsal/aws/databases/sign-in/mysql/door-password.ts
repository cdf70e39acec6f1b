import { createHash, randomBytes } from 'node:crypto';

/**
 * The password by which the front door logs in as a user of IAM. It never leaves this process: servers
 * have its hash, which `mysql_native_password` takes from nobody as a password.
 */
export class DoorPassword {
  readonly #once = sha1(randomBytes(32));

  /** What stands in a user's account (`mysql_native_password`): it marks a user of IAM, too. */
  readonly hash = `*${sha1(this.#once).toString('hex').toUpperCase()}`;

  /** What a login answers a server's greeting with. */
  answerTo(nonce: Buffer): Buffer {
    const mask = sha1(Buffer.concat([nonce, sha1(this.#once)]));
    return this.#once.map((byte, index) => byte ^ (mask[index] ?? 0)) as Buffer;
  }
}

function sha1(bytes: Buffer): Buffer {
  return createHash('sha1').update(bytes).digest();
}
