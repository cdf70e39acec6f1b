/** What is asked for can't be done: said in one line, and the command ends with 2. */
export class Refused extends Error {
  override readonly name = 'Refused';
}
