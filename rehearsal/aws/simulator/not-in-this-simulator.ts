/** What a template can say and the simulator doesn't do. */
export class NotInThisSimulator extends Error {
  override readonly name = 'NotInThisSimulator';
}
