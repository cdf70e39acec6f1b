import type { TargetAddress, Target } from '../rules/targets.ts';

/** Target groups of one Region, of the type `ip`. */
export interface TargetGroups {
  /** Every target that is listed, draining ones too. */
  targets(groupArn: string): Promise<readonly Target[]>;
  /** Registering what is registered changes nothing. */
  register(groupArn: string, spots: readonly TargetAddress[]): Promise<void>;
  /** By exactly what `targets` showed: with another port or zone AWS does nothing and says nothing. */
  deregister(groupArn: string, targets: readonly Target[]): Promise<void>;
}
