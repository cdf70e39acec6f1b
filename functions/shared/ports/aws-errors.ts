/**
 * What AWS answers when a step acts on a world that has moved on. Adapters translate the SDK's many
 * names into these few; a step decides what each means to it.
 */

/** What the call was to bring about is there already, or something of that name is on its way out. */
export class AlreadyExists extends Error {
  override readonly name = 'AlreadyExists';
}

/** The resource is busy with something else: the same call succeeds later. */
export class NotInState extends Error {
  override readonly name = 'NotInState';
}

/** As many copies as AWS makes at once are under way in the destination Region: ask again later. */
export class CopiesBusy extends Error {
  override readonly name = 'CopiesBusy';
}

/** AWS has no room for it at the moment: the same call succeeds later, and nobody knows when. */
export class NoCapacity extends Error {
  override readonly name = 'NoCapacity';
}

/**
 * What the call is about isn't there: gone, renamed, or not visible yet. A closer look tells, as it may
 * be what an earlier attempt brought about, whose answer was lost.
 */
export class Gone extends Error {
  override readonly name = 'Gone';
}

/** AWS refused the request as such: by permission, by key or by parameter. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

/**
 * AWS wasn't reached, has too much to do, is out of order, or something else answered in its place.
 * Whether the call took effect isn't known: every step looks before it acts again. The state machine
 * tries again: all that passes by itself leaves a function under this one name.
 */
export class ServiceUnavailable extends Error {
  override readonly name = 'ServiceUnavailable';
}

/** An answer of AWS lacks what it must have. */
export class AnswerUnreadable extends Error {
  override readonly name = 'AnswerUnreadable';
}
