import type { FunctionFacts } from './ports/functions.ts';
import { Refused } from './refused.ts';

/** The tag that a function must have, and its value. */
export const allowance = { key: 'understudy:live-code', value: 'allowed' } as const;
/** The tag of a function whose code is replaced: since when, and by which machine. */
export const markKey = 'understudy:live-code-since';

/** Bytes of a package that can be uploaded directly. Source: Lambda Developer Guide, "Lambda quotas". */
const largestUpload = 50 * 1024 * 1024;

/**
 * Requires that a function's code may be replaced, and can be put back.
 * @throws Refused
 */
export function requireFit(found: FunctionFacts): void {
  const { name, tags, packageType, runtime, codeBytes, hasLayers } = found;
  const mark = tags[markKey];
  if (tags[allowance.key] !== allowance.value) {
    throw new Refused(
      `${name} isn't tagged ${allowance.key} = ${allowance.value}: its role's credentials would leave it. ` +
        'Tag functions of development stacks alone',
    );
  }
  if (mark !== undefined) {
    throw new Refused(
      `${name} is live already, since ${mark}: end that command, or on that machine: npm run dev -- --restore ${name}`,
    );
  }
  if (packageType !== 'Zip' || !runtime.startsWith('nodejs')) {
    throw new Refused(
      `expected ${name} to be a Node.js function of a .zip package, found ${packageType}, ${runtime}`,
    );
  }
  if (hasLayers) {
    throw new Refused(`${name} has layers, which aren't on this machine; use sam sync --watch`);
  }
  if (codeBytes > largestUpload) {
    throw new Refused(
      `${name}'s package has ${codeBytes} bytes: it couldn't be put back, for Lambda takes ${largestUpload} directly`,
    );
  }
}
