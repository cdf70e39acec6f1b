/** What a client must offer for its calls to be counted. */
interface Countable {
  readonly middlewareStack: {
    addRelativeTo(
      middleware: <Arguments, Result>(
        next: (request: Arguments) => Promise<Result>,
      ) => (request: Arguments) => Promise<Result>,
      options: { name: string; relation: 'after'; toMiddleware: string; override: boolean },
    ): void;
  };
}

let count = 0;

/** Counts each attempt that a client makes: that is what AWS throttles. */
export function countCalls<Client extends object>(client: Client): Client {
  const { middlewareStack } = client as unknown as Countable;
  middlewareStack.addRelativeTo(
    (next) => (request) => {
      count += 1;
      return next(request);
    },
    { name: 'countCalls', relation: 'after', toMiddleware: 'retryMiddleware', override: true },
  );
  return client;
}

/** The calls since this was last asked: an environment serves one invocation at a time. */
export function takeCallCount(): number {
  const taken = count;
  count = 0;
  return taken;
}
