import { createHash, randomBytes } from 'node:crypto';
import type { ProxySurroundings } from '../../proxy-contracts.ts';
import { bodyOf, textsOf, type Frame } from '../postgresql/protocol/frames.ts';
import {
  authentication,
  startupCodes,
  startupParameters,
} from '../postgresql/protocol/messages.ts';
import type { ClientSocket } from './client-socket.ts';
import { Refused } from './refused.ts';
import { refusals } from './refusals.ts';
import { ScramFailed, scramMechanism, ScramServer } from './scram.ts';
import type { ServerLogin } from './server-connection.ts';

/** What a client says and hears while it signs in. */
export interface LoginDialogue {
  send(bytes: Buffer): void;
  /** The client's next message. */
  next(): Promise<Frame>;
}

/**
 * Parameters of a startup message that are passed on to the server. Which of them RDS Proxy takes isn't
 * documented: these are those that drivers send (libpq, JDBC), unverified.
 */
const passedOn = new Set([
  'client_encoding',
  'datestyle',
  'extra_float_digits',
  'intervalstyle',
  'timezone',
]);

/** Who a client says that it is. @throws Refused where the startup message asks for what isn't there */
export function readLogin({ packet, isSecure }: ClientSocket, requiresTls: boolean) {
  if (packet.code !== startupCodes.version3) throw new Refused(refusals.version);
  if (requiresTls && !isSecure) throw new Refused(refusals.tlsRequired);
  const parameters = startupParameters(packet.body);
  const user = parameters.get('user') ?? '';
  if (user === '') throw new Refused(refusals.noUser);
  const settings: Record<string, string> = {};
  for (const [name, value] of parameters) {
    if (['user', 'database', 'application_name'].includes(name)) continue;
    if (name === 'replication') throw new Refused(refusals.replication);
    if (!passedOn.has(name.toLowerCase())) throw new Refused(refusals.option(name));
    settings[name] = value;
  }
  return { user, database: parameters.get('database') || user, settings };
}

/**
 * Lets a client prove who it is: by a token, which comes as a password in clear text over TLS, or by the
 * password of the secret. @returns as whom the proxy signs in to the server
 * @throws Refused
 */
export async function signIn(
  client: ClientSocket,
  surroundings: Pick<ProxySurroundings, 'requiresTls' | 'credentials' | 'refuseToken'>,
  dialogue: LoginDialogue,
): Promise<ServerLogin> {
  const login = readLogin(client, surroundings.requiresTls());
  const { user } = login;
  const credentials = await surroundings.credentials(user);
  if (credentials === undefined) throw new Refused(refusals.noCredentials(user));
  const { password } = credentials;
  switch (credentials.client) {
    case 'token': {
      if (!client.isSecure) throw new Refused(refusals.tokenWithoutTls);
      const token = await answer(dialogue, authentication.clearText);
      const why = await surroundings.refuseToken(user, textsOf(token, 1)[0] ?? '');
      if (why !== undefined) throw new Refused(refusals.wrongToken(user, why));
      break;
    }
    case 'md5':
      await byMd5(user, password, dialogue);
      break;
    case 'scram':
      await byScram(user, password, dialogue);
      break;
  }
  return { ...login, password };
}

/** Source: PostgreSQL documentation, "Message Flow", AuthenticationMD5Password. */
async function byMd5(user: string, password: string, dialogue: LoginDialogue): Promise<void> {
  const salt = randomBytes(4);
  const given = textsOf(await answer(dialogue, authentication.md5(salt)), 1)[0];
  const inner = createHash('md5')
    .update(password + user)
    .digest('hex');
  const expected = `md5${createHash('md5').update(inner).update(salt).digest('hex')}`;
  if (given !== expected) throw new Refused(refusals.wrongPassword(user));
}

async function byScram(user: string, password: string, dialogue: LoginDialogue): Promise<void> {
  const server = new ScramServer(password);
  try {
    const initial = await answer(dialogue, authentication.sasl(scramMechanism));
    const [mechanism = ''] = textsOf(initial, 1);
    if (mechanism !== scramMechanism) throw new Refused(refusals.otherAuthentication);
    const first = initial.toString('utf8', mechanism.length + 1 + 4);
    const challenge = authentication.saslContinue(server.begin(first));
    const proof = (await answer(dialogue, challenge)).toString('utf8');
    const verdict = server.conclude(proof);
    if (verdict === undefined) throw new Refused(refusals.wrongPassword(user));
    dialogue.send(authentication.saslFinal(verdict));
  } catch (error) {
    if (error instanceof ScramFailed) throw new Refused(refusals.malformed(error.message));
    throw error;
  }
}

/** Asks, and waits for a password message or what else has its type. */
async function answer(dialogue: LoginDialogue, question: Buffer): Promise<Buffer> {
  dialogue.send(question);
  const frame = await dialogue.next();
  if (frame.type === 'p') return bodyOf(frame);
  throw new Refused(refusals.malformed(`expected a password message, found: ${frame.type}`));
}
