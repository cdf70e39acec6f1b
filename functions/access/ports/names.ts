/** Looks up host names. */
export interface Names {
  /** Every IPv4 address; none where the name isn't there, has none, or no resolver answers in time. */
  addresses(host: string): Promise<readonly string[]>;
}
