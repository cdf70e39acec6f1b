/**
 * How many invocations are tried in all, and from which seed: few with every test run, as many as
 * wanted by `npm run fuzz`. From one seed every run tries the same: a failure is a failure again.
 */
export const runs = Number(process.env['FUZZ_RUNS'] ?? 2400);
export const seed = Number(process.env['FUZZ_SEED'] ?? 20_260_105);

/** For one property; what shrinks a failure takes its time. Milliseconds. */
export const patience = 60_000 + runs * 200;
