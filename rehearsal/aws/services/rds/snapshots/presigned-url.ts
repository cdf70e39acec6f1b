import { AwsError } from '../../../contracts.ts';

/** What a copy's pre-signed URL must agree with. */
export interface PresignedCopy {
  readonly operation: string;
  readonly sourceMember: string;
  readonly source: string;
  readonly sourceRegion: string;
  readonly region: string;
  readonly keyId: string | undefined;
  readonly encrypted: boolean;
}

/**
 * Reads the pre-signed URL that the SDK adds to a copy whose source lies in another Region. Outside
 * GovCloud RDS ignores it; here it must at least say what the request says. In GovCloud an
 * encrypted cross-Region copy needs it. (CopyDBClusterSnapshot, `PreSignedUrl`.) It is never
 * fetched.
 *
 * @throws AwsError `InvalidParameterCombination` or `InvalidParameterValue`
 */
export function checkPresignedUrl(url: string | undefined, copy: PresignedCopy): void {
  const across = copy.sourceRegion !== copy.region;
  if (url === undefined) {
    if (!across || !copy.encrypted || !copy.region.startsWith('us-gov-')) return;
    throw new AwsError(
      'InvalidParameterCombination',
      'PreSignedUrl must be specified when copying an encrypted snapshot from another Region',
    );
  }
  if (!across) {
    throw new AwsError(
      'InvalidParameterCombination',
      'PreSignedUrl must not be specified when copying a snapshot in the same Region',
    );
  }
  const expected: Record<string, string | null> = {
    Action: copy.operation,
    DestinationRegion: copy.region,
    [copy.sourceMember]: copy.source,
    KmsKeyId: copy.keyId ?? null,
  };
  const query = URL.canParse(url) ? new URL(url).searchParams : new URLSearchParams();
  for (const [name, value] of Object.entries(expected)) {
    // The SDK signs an empty KmsKeyId where the request names none.
    if ((query.get(name) || null) === value) continue;
    throw new AwsError(
      'InvalidParameterValue',
      `PreSignedUrl must say ${name}=${value ?? '(nothing)'}, and says ${query.get(name) ?? '(nothing)'}`,
    );
  }
}
