/** A range of virtual seconds, drawn from uniformly. */
export type Seconds = readonly [from: number, to: number];

/** How long what happens behind the API takes: AWS says little of it. */
export interface ElbDurations {
  /** From a registration to the first health check. */
  readonly registration: Seconds;
  /** For how long new connections reach a target that was deregistered. */
  readonly deregistration: Seconds;
  /** For how long new connections reach a target that has been found unhealthy. */
  readonly unhealthy: Seconds;
  /** From a change of health to the load balancer's name resolving otherwise. */
  readonly dns: Seconds;
  /** From a listener's change to new connections being led by it. */
  readonly listener: Seconds;
}

/**
 * In seconds, from field reports, since the guide says no more than "a few minutes": registration
 * 90 to 300 s until 2024 and much less since; after deregistration up to about 120 s, after the loss
 * of health 30 to 40 s. Of a listener's change the guide says that new connections follow it, and not
 * when; its few seconds are an assumption.
 */
export const defaultElbDurations: ElbDurations = {
  registration: [10, 180],
  deregistration: [5, 120],
  unhealthy: [30, 40],
  dns: [5, 30],
  listener: [0, 4],
};
