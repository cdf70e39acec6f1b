import type { MasterUser } from './server-software.ts';
import { internalUser } from './server-files.ts';

/** The master user of a new volume can't be made. */
export class MasterUserRefused extends Error {
  override readonly name = 'MasterUserRefused';
}

/**
 * Refuses a master user that can't be made by statements of one line each, or whose name is taken.
 * @throws MasterUserRefused
 */
export function requireMasterUser({ user, password }: MasterUser, reserved: RegExp): void {
  if (user === internalUser || reserved.test(user)) {
    throw new MasterUserRefused(`the master user can't be called ${user}: that name is reserved`);
  }
  if (!/^[\x20-\x7e]+$/.test(user) || !/^[\x20-\x7e]+$/.test(password)) {
    throw new MasterUserRefused(
      "a master user's name and password are printable ASCII, one character at least",
    );
  }
}
