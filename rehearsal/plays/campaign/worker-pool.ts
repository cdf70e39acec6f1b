import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Databases } from './campaign-runner.ts';
import type { Answers, Task } from './worker.ts';

/** A worker ended before it had answered. */
export class WorkerLost extends Error {
  override readonly name = 'WorkerLost';
  /** Its exit code; null where a signal ended it. */
  readonly code: number | null;

  constructor(message: string, code: number | null) {
    super(message);
    this.code = code;
  }
}

type Answer<One extends Task> = Answers[One['kind']];

const file = fileURLToPath(new URL('worker.ts', import.meta.url));

/** Processes that each play runs, one after another. */
export class WorkerPool {
  readonly #workers: readonly ChildProcess[];

  constructor(size: number, databases: Databases) {
    this.#workers = Array.from({ length: size }, (_, index) =>
      // One of them tells what keeps all of them from work.
      fork(file, [databases, index === 0 ? 'tell' : 'be quiet'], {
        execArgv: ['--import', 'tsx'],
        env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
      }),
    );
  }

  /**
   * Has every task performed, each by whoever is free.
   * @returns the answers in the order of the tasks
   * @throws WorkerLost when a worker ends before it has answered
   */
  async perform<One extends Task>(
    tasks: readonly One[],
    hear: (answer: Answer<One>) => void = () => undefined,
  ): Promise<readonly Answer<One>[]> {
    const answers: Answer<One>[] = [];
    const left = tasks.entries();
    await Promise.all(
      this.#workers.map(async (worker) => {
        for (const [index, task] of left) {
          const answer = await ask(worker, task);
          answers[index] = answer;
          hear(answer);
        }
      }),
    );
    return answers;
  }

  /** Ends the workers. @returns what each has to say for itself */
  finish(): Promise<readonly Answers['finish'][]> {
    return Promise.all(this.#workers.map((worker) => ask(worker, { kind: 'finish' as const })));
  }

  /** Ends the workers in the middle of what they do. */
  abandon(): void {
    for (const worker of this.#workers) worker.kill();
  }
}

function ask<One extends Task>(worker: ChildProcess, task: One): Promise<Answer<One>> {
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      worker.off('message', onMessage);
      worker.off('exit', onExit);
      worker.off('error', reject);
    };
    const onMessage = (answer: Answer<One>): void => {
      settle();
      resolve(answer);
    };
    const onExit = (code: number | null): void => {
      settle();
      const how = code === null ? 'by a signal' : `with ${code}`;
      const sentence = `a worker ended ${how} before it had answered to "${task.kind}"`;
      reject(new WorkerLost(sentence, code));
    };
    worker.once('message', onMessage);
    worker.once('exit', onExit);
    worker.once('error', reject);
    worker.send(task);
  });
}
