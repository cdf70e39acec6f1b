import type { Location } from '../../contracts.ts';

type Awaitable<T> = T | Promise<T>;

/** Calls that CloudFormation makes of a service's API, and its waits between two looks. */
export interface ApiPort {
  /** @param input as the service's API has it */
  call<Output extends object>(
    location: Location,
    service: 'ec2' | 'rds',
    operation: string,
    input: Readonly<Record<string, unknown>>,
  ): Awaitable<Output>;
  /** Lets time pass until the next look at something that isn't ready. */
  pause(): Promise<void>;
}

/** A tag as APIs have it. */
export interface ApiTag {
  readonly Key: string;
  readonly Value: string;
}
