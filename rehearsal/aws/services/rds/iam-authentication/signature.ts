import { Sha256 } from '@smithy/core/checksum';
import { HttpRequest } from '@smithy/core/protocols';
import { SignatureV4 } from '@smithy/signature-v4';

import type { SignInToken } from './token.ts';

/** What an access key's holder signs with. */
export interface SigningKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of temporary credentials. */
  readonly sessionToken?: string | undefined;
}

/** The signature that a token would have if the key's holder had signed what it says. */
export async function signatureOf(token: SignInToken, key: SigningKey): Promise<string> {
  const signer = new SignatureV4({
    service: token.service,
    region: token.region,
    credentials: {
      accessKeyId: key.accessKeyId,
      secretAccessKey: key.secretAccessKey,
      ...(key.sessionToken !== undefined && { sessionToken: key.sessionToken }),
    },
    sha256: Sha256,
  });
  const authority = `${token.host}:${token.port}`;
  const request = new HttpRequest({
    method: 'GET',
    protocol: 'https:',
    hostname: token.host,
    port: Number(token.port),
    query: { ...token.query },
    headers: { host: authority },
  });
  const signed = await signer.presign(request, {
    signingDate: new Date(token.signedAt),
    expiresIn: token.expiresIn,
  });
  return String(signed.query?.['X-Amz-Signature']);
}
