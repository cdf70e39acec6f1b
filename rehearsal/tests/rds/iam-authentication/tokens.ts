import { Signer } from '@aws-sdk/rds-signer';

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
