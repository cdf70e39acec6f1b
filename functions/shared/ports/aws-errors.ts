/**
 * What AWS answers when a step acts on a world that has moved on. Adapters translate the SDK's many
 * names into these few; a step decides what each means to it.
 */

/** Something of that name exists already, or is still on its way out. */
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

/** AWS refused the request as such: by permission, by key or by parameter. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

/**
 * AWS wasn't reached, something else answered in its place, or its answer lacks what it must have.
 * Whether the call took effect isn't known: every step looks before it acts again.
 */
export class AnswerUnreadable extends Error {
  override readonly name = 'AnswerUnreadable';
}
