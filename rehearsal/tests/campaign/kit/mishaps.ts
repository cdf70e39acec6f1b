import type { Handler } from '../../../plays/campaign/function-modules.ts';

/** A step of an execution, by its state: `VerifyLiveName` of `again`. */
export interface Step {
  readonly state: string;
  readonly execution: string;
}

interface Planned extends Step {
  readonly error: Error;
  left: number;
}

/** Lets steps fail where a script says so, before they do anything. */
export class Mishaps {
  readonly #planned: Planned[] = [];

  /** The database refuses a verifying step its login. @param times always, when left out */
  refuseLogin(step: Step, times = Infinity): void {
    const error = new LoginRefused('expected orders to let VerifyDatabase in, found: 28P01');
    this.#planned.push({ ...step, error, left: times });
  }

  /** A step fails by name. @param times always, when left out */
  fail(step: Step, times = Infinity): void {
    this.#planned.push({ ...step, error: new StepBroken(`${step.state} broke`), left: times });
  }

  /** Stands in front of every handler of a campaign runner. */
  readonly understudy =
    (name: string, handler: Handler): Handler =>
    async (event, context) => {
      const { step, plan, run } = event as {
        readonly step?: string;
        readonly plan?: { readonly run: string } | null;
        readonly run?: string;
      };
      // A verification is told its state; a report of a failure is told whose.
      const state = name.startsWith('verify-') && step !== undefined ? step : stateOf(name);
      const planned = this.#planned.find(
        (one) => one.state === state && one.execution === (plan?.run ?? run) && one.left > 0,
      );
      if (planned === undefined) return handler(event, context);
      planned.left--;
      throw planned.error;
    };
}

/** `swap-names.handler` is that of SwapNames. */
function stateOf(handler: string): string {
  const [name = ''] = handler.split('.');
  return name.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
}

class LoginRefused extends Error {
  override readonly name = 'LoginRefused';
}

class StepBroken extends Error {
  override readonly name = 'StepBroken';
}
