/** Whose account and which Region: what the machine's own configuration says, where they are left out. */
export interface Place {
  readonly profile?: string | undefined;
  readonly region?: string | undefined;
}

/** What the SDK's clients are made with for whoever is at the keyboard. */
export function clientSettings({ profile, region }: Place) {
  return {
    ...(profile !== undefined && { profile }),
    ...(region !== undefined && { region }),
  };
}
