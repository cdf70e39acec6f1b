import type { Random } from '../random.ts';

const lettersAndDigits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** An id in the form of a UUID, from the seed. */
export function uuid(random: Random): string {
  return [8, 4, 4, 4, 12].map((length) => random.text(length)).join('-');
}

/** Letters in both cases and digits, as AWS puts them after a secret's name. */
export function mixedText(random: Random, length: number): string {
  return random.text(length, lettersAndDigits);
}
