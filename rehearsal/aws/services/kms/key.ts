import { createHash } from 'node:crypto';
import type { KeyFacts, Location, PolicyDocument } from '../../contracts.ts';
import type { Grant } from './grant.ts';

/** A key as KMS keeps it. */
export interface Key {
  readonly id: string;
  readonly arn: string;
  readonly location: Location;
  readonly manager: KeyFacts['manager'];
  readonly description: string;
  readonly created: Date;
  /** Seeded text that stands for the key's material. */
  readonly material: string;
  policy: PolicyDocument;
  state: KeyFacts['state'];
  /** When a key that is pending deletion goes, in milliseconds since the epoch. */
  deletion: number | undefined;
  grants: Grant[];
}

/** 32 bytes that follow from the key's material alone. */
export function dataKeyOf(key: Key): Buffer {
  return createHash('sha256').update(`${key.arn}\n${key.material}`).digest();
}

/** What other parts of the simulator may know of a key. */
export function factsOf(key: Key): KeyFacts {
  const { arn, location, manager, state } = key;
  return { arn, location, manager, state };
}
