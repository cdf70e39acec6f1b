/** Every property runs on the same cases each time: a failure is a failure again. */
export const seeded = { seed: 20260105, numRuns: 300 };
