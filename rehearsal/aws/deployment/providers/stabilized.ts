import { TemplateRefused } from '../errors.ts';
import type { ApiPort } from './api-port.ts';

/**
 * Waits as CloudFormation does until what was made is available.
 * @param underWay the statuses on the way there
 * @throws TemplateRefused for any other status
 */
export async function stabilized<T>(
  api: Pick<ApiPort, 'pause'>,
  logicalId: string,
  underWay: RegExp,
  look: () => Promise<{ readonly status: string | undefined; readonly shape: T }>,
): Promise<T> {
  for (;;) {
    const { status, shape } = await look();
    if (status === 'available') return shape;
    if (!underWay.test(status ?? '')) {
      throw new TemplateRefused(`${logicalId} did not stabilize: its status is ${status}`);
    }
    await api.pause();
  }
}
