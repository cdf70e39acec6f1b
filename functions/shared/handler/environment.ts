import * as z from 'zod/mini';
import { InvalidEnvironment } from '../rules/errors.ts';
import { Region } from '../rules/formats.ts';

/** What Lambda itself gives each function. */
const Base = z.object({
  AWS_REGION: Region,
  POWERTOOLS_SERVICE_NAME: z.string().check(z.minLength(1)),
});

/**
 * Reads a function's variables, once, when its module is loaded: a missing one fails the
 * initialization by name instead of the first invocation by surprise.
 * @throws InvalidEnvironment saying which variable and what was expected
 */
export function readEnvironment<Shape extends z.core.$ZodShape>(
  shape: Shape,
): z.infer<z.ZodMiniObject<Shape>> & z.infer<typeof Base> {
  const schema = z.object({ ...Base.shape, ...shape });
  const result = schema.safeParse(process.env);
  if (!result.success) {
    throw new InvalidEnvironment(
      `the function's environment is wrong: ${z.prettifyError(result.error)}`,
    );
  }
  return result.data as z.infer<z.ZodMiniObject<Shape>> & z.infer<typeof Base>;
}
