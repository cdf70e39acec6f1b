import { Logger } from '@aws-lambda-powertools/logger';
import type { Context } from 'aws-lambda';
import * as z from 'zod/mini';
import { takeCallCount } from '../adapters/clients/call-counter.ts';
import { ServiceUnavailable } from '../ports/aws-errors.ts';
import { isLater } from '../ports/later.ts';
import { findBrokenText } from '../rules/broken-text.ts';
import { InvalidInput } from '../rules/errors.ts';

/** A state's Lambda function: what it takes and what it does with it. */
export interface Step<Schema extends z.ZodMiniType, Answer extends object> {
  readonly input: Schema;
  readonly run: (input: z.infer<Schema>, context: Context) => Promise<Answer>;
}

/** The AWS calls that an invocation made travel with its answer, for the report to add up. */
export interface Counted {
  readonly awsCalls: number;
}

export const logger = new Logger();

/**
 * Makes a handler of a step: parses the event before anything else happens, runs the step, and says
 * in one line what came of it. An error reaches the state machine under its own name.
 * @throws InvalidInput saying which field and what was expected
 */
export function step<Schema extends z.ZodMiniType, Answer extends object>(
  definition: Step<Schema, Answer>,
): (event: unknown, context: Context) => Promise<Answer & Counted> {
  return async (event, context) => {
    logger.addContext(context);
    takeCallCount();
    try {
      const input = parse(definition.input, event);
      const answer = await definition.run(input, context);
      const awsCalls = takeCallCount();
      logger.info('the step answered', { answer: summary(answer), awsCalls });
      return { ...answer, awsCalls };
    } catch (error) {
      logger.error('the step failed', error as Error);
      throw isLater(error) ? passing(error) : error;
    }
  };
}

/** What passes by itself, and nobody waited for here, the state machine tries again, by one name. */
function passing(error: Error): ServiceUnavailable {
  return new ServiceUnavailable(`${error.name}: ${error.message}`, { cause: error });
}

function parse<Schema extends z.ZodMiniType>(schema: Schema, event: unknown): z.infer<Schema> {
  const result = schema.safeParse(event);
  if (!result.success) {
    throw new InvalidInput(`the event is malformed: ${z.prettifyError(result.error)}`);
  }
  const broken = findBrokenText(result.data);
  if (broken === undefined) return result.data;
  // The SDK would throw a bare URIError from within a call.
  throw new InvalidInput(
    `the event is malformed: expected whole characters, found half of one (a lone surrogate) at ${broken}`,
  );
}

/** The few fields that say where a step is; a whole plan would drown them. */
function summary(answer: object): object {
  return Object.fromEntries(
    Object.entries(answer).filter(([, value]) => value === null || typeof value !== 'object'),
  );
}
