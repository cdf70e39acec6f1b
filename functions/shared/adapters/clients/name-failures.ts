import { AnswerUnreadable } from '../../ports/aws-errors.ts';

/** What a client must offer for its failures to be named. */
interface Nameable {
  readonly middlewareStack: {
    add(
      middleware: <Arguments, Result>(
        next: (request: Arguments) => Promise<Result>,
        context: { readonly clientName?: string; readonly commandName?: string },
      ) => (request: Arguments) => Promise<Result>,
      options: { name: string; step: 'initialize'; priority: 'high'; override: boolean },
    ): void;
  };
}

/** Names that say nothing of what happened: of JavaScript, or of an error to which AWS gave none. */
const nameless = new Set(['', 'Error', 'RangeError', 'SyntaxError', 'TypeError']);

/**
 * Gives a name to what the SDK leaves nameless: a connection that is refused, an answer that isn't
 * AWS's, one that is cut off. What has a name keeps it.
 * @throws AnswerUnreadable saying which call of which service it was
 */
export function nameFailures<Client extends object>(client: Client): Client {
  const { middlewareStack } = client as unknown as Nameable;
  middlewareStack.add(
    (next, { clientName, commandName }) =>
      async (request) => {
        try {
          return await next(request);
        } catch (error) {
          if (!(error instanceof Error) || !nameless.has(error.name)) throw error;
          throw new AnswerUnreadable(
            `expected ${clientName} to answer ${commandName}, found: ${error.message}. If it lasts, ` +
              "look at AWS's health, and at what lies between the function and AWS",
            { cause: error },
          );
        }
      },
    { name: 'nameFailures', step: 'initialize', priority: 'high', override: true },
  );
  return client;
}
