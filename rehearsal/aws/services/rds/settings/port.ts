import { within } from './valid-values.ts';

/** Source: the SDK's model, Port. */
export function readPort(port: number): number {
  return within('Port', port, 1150, 65_535);
}
