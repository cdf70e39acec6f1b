/** A wrong option: said in one line, and the command ends with 2. */
export class WrongOption extends Error {
  override readonly name = 'WrongOption';
}
