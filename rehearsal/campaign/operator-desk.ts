import type { Call, Location } from '../contracts.ts';
import type { Stage } from '../stage/stage.ts';

/**
 * An operator at the keyboard: calls RDS on the stage as somebody who may do anything in their
 * account, without a wire in between.
 */
export class OperatorDesk {
  readonly #stage: Stage;

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  /** @throws AwsError what RDS answers */
  async rds<Answer extends object>(
    location: Location,
    operation: string,
    input: Readonly<Record<string, unknown>>,
  ): Promise<Answer> {
    const { accountId } = location;
    const sessionArn = `arn:aws:sts::${accountId}:assumed-role/Operator/operator`;
    const principal = { kind: 'operator', accountId, sessionArn } as const;
    const call: Call = {
      requestId: 'operator',
      service: 'rds',
      operation,
      location,
      principal,
      authorize: (action, resource, more) => {
        this.#stage.authorizer.require({ principal, action, resource, ...more });
      },
    };
    const act = this.#stage.rds.operations[operation];
    if (act === undefined) throw new Error(`the stage has no ${operation}`);
    return (await act(input, call)) as Answer;
  }
}
