import { beforeAll, describe, expect, it } from '@jest/globals';
import { target } from '../../plays/scene/locations.ts';
import { playAltered, takeOut } from './altered-templates.ts';
import { playManaged } from './managed-password.ts';
import type { ManagedScene } from './managed-password.ts';
import { callsOf, sound, soundnessOf } from './scene.ts';

interface Message {
  readonly status: string;
  readonly removal?: string;
  readonly resourceIds: { readonly old: string; readonly new: string };
  readonly masterSecret: { readonly old: string; readonly new: string | null };
}

function told({ simulator }: Pick<ManagedScene, 'simulator'>, status: string): Message | undefined {
  return simulator.noticesPublished
    .map((text) => JSON.parse(text) as Message)
    .findLast((message) => message.status === status);
}

describe.each(['aurora-postgresql', 'postgres'] as const)(
  'a managed master password of the live database (%s)',
  (engine) => {
    let played: ManagedScene;
    let keyArn = '';
    beforeAll(async () => {
      // A grace period: the LIVE notice, and a login by the new password after the swap.
      played = await playManaged({ engine, graceHours: 1 }, {}, ({ kms }) => {
        keyArn = kms.createKey(target, { description: 'secrets' });
        return keyArn;
      });
    }, 300_000);

    it('the restored database has a managed secret of its own once the old one is gone', () => {
      const { report, before, after, password } = played;

      expect(soundnessOf(report)).toEqual(sound);
      expect(before.gives).toBe('ResourceNotFoundException');
      expect(after.gives).toBe(password);
      expect(after.arn).not.toBe(before.arn);
    });

    it.each(['LIVE', 'SUCCEEDED'])('the notice %s tells where the new secret is', (status) => {
      const { before, after } = played;

      expect(told(played, status)).toMatchObject({
        masterSecret: { old: before.arn, new: after.arn },
        resourceIds: {
          old: expect.stringMatching(/^(?:cluster|db)-/),
          new: expect.stringMatching(/^(?:cluster|db)-/),
        },
      });
    });

    it('the new secret is under the key of the old one', () => {
      const asked = callsOf(played.simulator, /^ModifyDB(?:Cluster|Instance)$/).flatMap(
        ({ input }) => input['MasterUserSecretKmsKeyId'] ?? [],
      );

      expect(new Set(asked)).toEqual(new Set([keyArn]));
    });

    it('the new password is in no call, notice or log', () => {
      const { simulator, password = '' } = played;
      const kept = [
        ...simulator.logLines,
        ...simulator.noticesPublished,
        ...simulator.calls.map(({ input }) => JSON.stringify(input)),
      ];

      expect(password).toHaveLength(28);
      expect(kept.filter((text) => text.includes(password))).toEqual([]);
    });
  },
);

// The other permissions that AWS asks for are refused in the same way: rds/master-secret.test.ts.
describe('SwapNames of the stack target without secretsmanager:CreateSecret', () => {
  // Defect class: the only secret is deleted, or a recovery fails for one.
  it('the swap goes on, and the old database is kept with the only secret', async () => {
    let kept: ManagedScene | undefined;
    const report = await playAltered(
      'target',
      (template) => takeOut(template, 'SwapNames', 'secretsmanager:CreateSecret'),
      {},
      async (setting, options) => (kept = await playManaged(setting, options)),
    );

    expect(report.status).toBe('SUCCEEDED');
    expect(kept?.before.gives).not.toBe('ResourceNotFoundException');
    expect(told(kept as ManagedScene, 'SUCCEEDED')?.removal).toContain(
      '--manage-master-user-password',
    );
  });
});
