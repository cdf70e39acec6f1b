import type { Location } from '../../contracts.ts';

/** The things that RDS does over time; what faults and the log call them. */
export type RdsOperation =
  | 'create-cluster'
  | 'restore-cluster'
  | 'back-up-cluster'
  | 'modify-cluster'
  | 'rename-cluster'
  | 'failover-cluster'
  | 'delete-cluster'
  | 'create-instance'
  | 'restore-instance'
  | 'back-up-instance'
  | 'modify-instance'
  | 'rename-instance'
  | 'reboot-instance'
  | 'delete-instance'
  | 'create-cluster-snapshot'
  | 'copy-cluster-snapshot'
  | 'delete-cluster-snapshot'
  | 'create-instance-snapshot'
  | 'copy-instance-snapshot'
  | 'delete-instance-snapshot'
  | 'create-proxy'
  | 'delete-proxy'
  | 'create-proxy-endpoint'
  | 'delete-proxy-endpoint';

/** A fault for the next operation of a kind on a resource. */
export interface PlannedFault {
  readonly operation: RdsOperation;
  /** The resource's name when the operation starts; any resource where it is left out. */
  readonly identifier?: string;
  readonly location?: Location;
  /**
   * The status that the operation ends in, such as `incompatible-restore`; that it ends well, and so many
   * virtual seconds later than it would; or that it never ends.
   */
  readonly outcome: { readonly status: string } | { readonly seconds: number } | 'never-ends';
}

/** Faults to come: each strikes once. */
export class Faults {
  readonly #planned: PlannedFault[] = [];

  plan(fault: PlannedFault): void {
    this.#planned.push(fault);
  }

  /** Faults that haven't struck yet. */
  pending(): readonly PlannedFault[] {
    return this.#planned;
  }

  /** Takes back every fault that hasn't struck yet. */
  clear(): void {
    this.#planned.length = 0;
  }

  /** The fault that strikes this operation, if one is planned. */
  take(
    operation: RdsOperation,
    identifier: string,
    location: Location,
  ): PlannedFault['outcome'] | undefined {
    const index = this.#planned.findIndex(
      (fault) =>
        fault.operation === operation &&
        (fault.identifier === undefined || fault.identifier === identifier) &&
        (fault.location === undefined ||
          (fault.location.accountId === location.accountId &&
            fault.location.region === location.region)),
    );
    return index < 0 ? undefined : this.#planned.splice(index, 1)[0]?.outcome;
  }
}
