import type { Notices } from '../../../functions/shared/ports/notices.ts';
import { turn } from './turn.ts';

/** Keeps what is published. */
export class FakeNotices implements Notices {
  /** What a publication comes to in place of being kept. */
  failure: Error | undefined;
  readonly published: { topicArn: string; subject: string; document: object }[] = [];

  async publish(topicArn: string, subject: string, document: object): Promise<void> {
    await turn();
    if (this.failure) throw this.failure;
    this.published.push({ topicArn, subject, document });
  }
}
