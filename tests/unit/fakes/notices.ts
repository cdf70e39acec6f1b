import type { Notices } from '../../../functions/shared/ports/notices.ts';
import { turn } from './turn.ts';

/** Keeps what is published. */
export class FakeNotices implements Notices {
  readonly published: { topicArn: string; subject: string; document: object }[] = [];

  async publish(topicArn: string, subject: string, document: object): Promise<void> {
    await turn();
    this.published.push({ topicArn, subject, document });
  }
}
