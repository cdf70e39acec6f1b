import { SendTaskSuccessCommand } from '@aws-sdk/client-sfn';
import type { HistoryEvent, SFNClient } from '@aws-sdk/client-sfn';
import type { Simulator } from '../../aws/simulator/simulator.ts';
import type { Setting } from './setting.ts';

/** How long an operator takes to read a message and to make up their mind. */
export const thinkingTime = 20 * 60_000;

/** An operator who reads the question whether the old database may be deleted, and answers it. */
export class Approver {
  /** Task tokens of the questions that were asked. */
  readonly tokens: string[] = [];
  readonly #answer: Setting['approve'];
  readonly #simulator: Simulator;
  readonly #topicArn: string;
  readonly #client: () => SFNClient;

  /**
   * @param parts.topicArn the operations topic of the target
   * @param parts.client of whoever may answer
   */
  constructor(
    answer: Setting['approve'],
    parts: {
      readonly simulator: Simulator;
      readonly topicArn: string;
      readonly client: () => SFNClient;
    },
  ) {
    this.#answer = answer;
    this.#simulator = parts.simulator;
    this.#topicArn = parts.topicArn;
    this.#client = parts.client;
  }

  /** Looks at what happens in the target's run. */
  onEvent({ type }: HistoryEvent): void {
    // The question is out, and the run waits.
    if (type !== 'TaskSubmitted') return;
    const { clock } = this.#simulator;
    const told = this.#simulator.sns.publications(this.#topicArn).map(({ message }) => message);
    const question = questionIn(told);
    this.tokens.push(readCommand(question.toDeleteIt).taskToken);
    if (this.#answer === 'never') return;
    const command = this.#answer === 'yes' ? question.toDeleteIt : question.toKeepIt;
    clock.at(clock.now() + thinkingTime, () => answerWith(this.#client(), command));
  }
}

interface Question {
  readonly toDeleteIt: string;
  readonly toKeepIt: string;
}

const form =
  /^aws stepfunctions send-task-success --region [a-z0-9-]+ --task-token ([\w+/=-]+) --task-output (\w+)$/;

/** The newest question that is among the messages. @throws Error where nobody was asked */
export function questionIn(messages: readonly string[]): Question {
  const asked = messages
    .map((message) => JSON.parse(message) as Partial<Question> & { readonly status: string })
    .findLast(({ status }) => status === 'APPROVAL');
  const { toDeleteIt, toKeepIt } = asked ?? {};
  if (toDeleteIt !== undefined && toKeepIt !== undefined) return { toDeleteIt, toKeepIt };
  throw new Error('the run waits for an answer, and nobody was asked');
}

/** Reads the command of a message, as a shell would. */
export function readCommand(command: string): { taskToken: string; output: string } {
  const [, taskToken, output] = form.exec(command) ?? [];
  if (taskToken !== undefined && output !== undefined) return { taskToken, output };
  throw new Error(`nobody can run this command: ${command}`);
}

/** Runs the command of a message. */
export async function answerWith(client: SFNClient, command: string): Promise<void> {
  await client.send(new SendTaskSuccessCommand(readCommand(command)));
}
