/** KMS keys of one Region, as the caller may see them. */
export interface Keys {
  /**
   * @param id a key's ARN; one of another account must allow `kms:DescribeKey`
   * @returns undefined where the key doesn't exist
   */
  describe(id: string): Promise<KeyDescription | undefined>;
}

export interface KeyDescription {
  readonly arn: string;
  readonly manager: 'AWS' | 'CUSTOMER';
  /** As KMS calls it: `Enabled`, `Disabled`, `PendingDeletion`, … */
  readonly state: string;
}
