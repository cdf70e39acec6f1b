import type { Operation } from '../../../../rehearsal/aws/contracts.ts';
import { serviceOf, startSimulator } from '../../../../rehearsal/tests/wire/simulator.ts';
import type { Simulator } from '../../../../rehearsal/tests/wire/simulator.ts';

/** One call as the service met it, after the way over the wire. */
export interface Met {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** Services on a real port, whose answers a test sets by operation. */
export interface World {
  readonly simulator: Simulator;
  readonly met: Met[];
  answer(operation: string, run: Operation): void;
  reset(): void;
}

/** @param operations every operation that the adapters may call, by service */
export async function startWorld(
  operations: Readonly<Record<string, readonly string[]>>,
): Promise<World> {
  const answers = new Map<string, Operation>();
  const met: Met[] = [];
  const ask =
    (operation: string): Operation =>
    (input, call) => {
      met.push({ operation, input });
      const run = answers.get(operation);
      if (!run) throw new Error(`the test didn't expect ${operation}`);
      return run(input, call);
    };
  const simulator = await startSimulator(
    Object.entries(operations).map(([service, names]) =>
      serviceOf(service, Object.fromEntries(names.map((name) => [name, ask(name)]))),
    ),
  );
  return {
    simulator,
    met,
    answer: (operation, run) => void answers.set(operation, run),
    reset: () => {
      answers.clear();
      met.length = 0;
    },
  };
}

/**
 * Answers a listing in pages of 100, as RDS does.
 * @param field the output's list, such as `DBClusters`
 */
export function inPages(field: string, items: readonly object[]): Operation {
  return ({ Marker }) => {
    const start = Number(Marker ?? 0);
    const next = start + 100;
    return {
      [field]: items.slice(start, next),
      ...(next < items.length && { Marker: String(next) }),
    };
  };
}
