import { Signer } from '@aws-sdk/rds-signer';
import { signatureOf } from '../../../aws/services/rds/iam-authentication/signature.ts';
import { readToken } from '../../../aws/services/rds/iam-authentication/token.ts';

/** What a token is made of; the SDK signs it as of now. */
export interface TokenMaker {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly region: string;
  readonly key: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string | undefined;
  };
}

/** A token as every client of the SDK makes it. */
export function makeToken({ host, port, user, region, key }: TokenMaker): Promise<string> {
  const { sessionToken, ...permanent } = key;
  const credentials = { ...permanent, ...(sessionToken !== undefined && { sessionToken }) };
  return new Signer({ hostname: host, port, username: user, region, credentials }).getAuthToken();
}

/** A token with something changed after it was signed. */
export function altered(token: string, change: (query: URLSearchParams) => void): string {
  const url = new URL(`https://${token}`);
  change(url.searchParams);
  return url.href.replace('https://', '');
}

/** A token with something changed, and the signature that the key's holder gives it. */
export async function signedAnew(
  token: string,
  key: TokenMaker['key'],
  change: (query: URLSearchParams) => void,
): Promise<string> {
  const changed = altered(token, change);
  const read = readToken(changed);
  if ('reason' in read) throw new Error(read.message);
  const signature = await signatureOf(read, key);
  return altered(changed, (query) => query.set('X-Amz-Signature', signature));
}

/** A token that was made at a moment of virtual time. */
export async function makeTokenAt(time: number, maker: TokenMaker): Promise<string> {
  const moment = new Date(time).toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
  const day = moment.slice(0, 8);
  return signedAnew(await makeToken(maker), maker.key, (query) => {
    const [accessKeyId = ''] = String(query.get('X-Amz-Credential')).split('/');
    query.set('X-Amz-Credential', `${accessKeyId}/${day}/${maker.region}/rds-db/aws4_request`);
    query.set('X-Amz-Date', moment);
  });
}
