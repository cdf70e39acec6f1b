import type { Location } from '../../contracts.ts';
import type { Tags } from './tags.ts';

/** An option group. */
export interface OptionGroup {
  readonly location: Location;
  identifier: string;
  readonly engine: string;
  /** Such as `18` or `8.4`. */
  readonly majorVersion: string;
  readonly description: string;
  tags: Tags;
}
