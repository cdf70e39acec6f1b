/** How a custom resource answers the deployment that waits for it. */
export interface Deployments {
  /** @param url where CloudFormation takes the answer; whoever has it may answer: it isn't logged */
  answer(url: string, answer: DeploymentAnswer): Promise<void>;
}

/** As CloudFormation spells it. Source: CloudFormation User Guide, "Response objects". */
export interface DeploymentAnswer {
  readonly Status: 'SUCCESS' | 'FAILED';
  readonly Reason?: string | undefined;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  readonly PhysicalResourceId: string;
}

/** CloudFormation didn't take the answer: it waits on, until its own time-out. */
export class AnswerRefused extends Error {
  override readonly name = 'AnswerRefused';
}
