/** What a template can say and the stage doesn't do. */
export class NotOnThisStage extends Error {
  override readonly name = 'NotOnThisStage';
}
