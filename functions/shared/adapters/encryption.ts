import type { StorageEncryption } from '../rules/database.ts';

/** The members that tell of encryption; a DB snapshot calls the second one `Encrypted`. */
interface DescribedEncryption {
  readonly StorageEncryptionType?: string | undefined;
  readonly StorageEncrypted?: boolean | undefined;
  readonly Encrypted?: boolean | undefined;
  readonly KmsKeyId?: string | undefined;
}

/** Reads them as they are: what they amount to is for the rules to say. */
export function readEncryption(described: DescribedEncryption): StorageEncryption {
  return {
    type: described.StorageEncryptionType,
    encrypted: (described.StorageEncrypted ?? described.Encrypted) === true,
    keyArn: described.KmsKeyId,
  };
}
