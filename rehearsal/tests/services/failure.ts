import { expect } from '@jest/globals';

/** Matches an error by its name and a part of its message. */
export function failure(name: string, message: string) {
  return expect.objectContaining({ name, message: expect.stringContaining(message) });
}
