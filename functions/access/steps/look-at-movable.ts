import { cutOverKey, stageOf } from '../rules/cut-over-mark.ts';
import type { Stage } from '../rules/cut-over-mark.ts';
import { followedText } from '../rules/followed.ts';
import { groupOf, otherSide, weightsTo } from '../rules/lead.ts';
import type { Movable, Side } from '../rules/lead.ts';
import { resolvedNamed } from '../rules/resolved-endpoint.ts';
import type { ResolvedEndpoint } from '../rules/resolved-endpoint.ts';
import { isRegistered } from '../rules/targets.ts';
import type { Target } from '../rules/targets.ts';
import { lookAtLead } from './look-at-lead.ts';
import { resolveEndpoint } from './resolve-endpoint.ts';
import type { Finding } from './resolve-endpoint.ts';
import type { FollowPorts, View } from './view.ts';

/** What a pass may act on, or why it keeps its hands off. */
export type Sight =
  | { readonly type: 'view'; readonly view: View }
  | {
      readonly type: 'hands off';
      readonly because: string;
      readonly known: readonly string[];
      readonly targets: readonly Target[];
    };

/**
 * What a pass acts on where a cut-over may be under way:
 * - `warming`: as ever, in the group that clients are led to; the other one is the cut-over's
 * - `closed`: nothing; the cut-over's own invocations go on
 * - `open`: clients belong to the marked host until the live name leads there; what is known then of the
 *   live name's database holds the targets, whichever of its instances writes, and the mark goes
 * - `none`: the live name alone counts. Where nobody is let in, the group is opened that holds what it leads
 *   to; what the other group holds goes
 */
export async function lookAtMovable(
  followed: Movable,
  dryRun: boolean,
  ports: FollowPorts,
): Promise<Sight> {
  const lookedAt = ports.clock.now();
  const finding = await resolveEndpoint(followed, ports);
  const { lead, mark, targets } = await lookAtLead(followed, ports);
  const { known } = finding;
  const stage = stageOf(mark, lead, ports.clock.now());
  if (stage === 'closed') {
    const because = `the cut-over to ${mark?.host} to let clients in`;
    return { type: 'hands off', because, known, targets: [...targets.main, ...targets.spare] };
  }
  const side = lead === 'closed' ? holding(finding.resolved, targets) : lead;
  const held = targets[side];
  const hasArrived = stage === 'open' && isTheirs(finding, held);
  const isLed = stage === 'open' && !hasArrived && mark !== undefined;
  // A mark past its time stays: another cut-over may be putting its own in the place.
  if (hasArrived && !dryRun) {
    await ports.listeners.removeMark(followed.detour.listenerArn, cutOverKey);
  }
  const other = otherSide(side);
  const view: View = {
    lookedAt,
    known,
    resolved: isLed ? await resolvedHost(mark.host, followed, ports) : finding.resolved,
    groupArn: groupOf(followed, side),
    targets: held,
    awaited: isLed ? `${followedText(followed)} to lead to what was ${mark.host}` : undefined,
    ...leftoverOf(stage, groupOf(followed, other), targets[other]),
    ...(lead === 'closed' && {
      open: () => ports.listeners.lead(followed.detour.listenerArn, weightsTo(side, followed)),
    }),
  };
  return { type: 'view', view };
}

/** A side that holds what is wanted, so that clients needn't wait for a registration. */
function holding(
  resolved: ResolvedEndpoint,
  targets: Readonly<Record<Side, readonly Target[]>>,
): Side {
  const wanted = resolved.known ? resolved.addresses : [];
  const isThere = (side: Side): boolean =>
    targets[side].some((target) => isRegistered(target) && wanted.includes(target.address));
  return isThere('spare') ? 'spare' : 'main';
}

/** The database that has the live name is the one that clients were moved to. */
function isTheirs({ resolved, members = [] }: Finding, held: readonly Target[]): boolean {
  const registered = held.filter(isRegistered);
  if (!resolved.known || registered.length === 0) return false;
  const own = [...resolved.addresses, ...members];
  return registered.every(({ address }) => own.includes(address));
}

async function resolvedHost(
  host: string,
  followed: Movable,
  { names }: FollowPorts,
): Promise<ResolvedEndpoint> {
  const addresses = await names.addresses(host);
  return resolvedNamed({ host, addresses }, `the cut-over of ${followedText(followed)}`);
}

/** What a cut-over is registering isn't left over. */
function leftoverOf(
  stage: Stage,
  groupArn: string,
  targets: readonly Target[],
): Pick<View, 'leftover'> {
  return stage === 'warming'
    ? {}
    : { leftover: { groupArn, targets: targets.filter(isRegistered) } };
}
