/**
 * What a failure of a database tells whoever waits for it: nobody is there, or not any more; somebody
 * is, and takes nobody more for now; an answer took too long; it takes no writes; or it says no.
 */
export type Kind = 'absent' | 'busy' | 'late' | 'read-only' | 'refused';

/** When it failed: while the connection was made, or under a statement. */
export type Moment = 'connecting' | 'running';

/** The same at both moments, or one for each. */
export type Meaning = Kind | Readonly<Record<Moment, Kind>>;

export function kindAt(moment: Moment, meaning: Meaning): Kind {
  return typeof meaning === 'string' ? meaning : meaning[moment];
}
