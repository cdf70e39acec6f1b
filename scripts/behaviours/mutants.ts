// One file: a table, one entry for each mistake in behaviour.
/** A small wrong change of what the product does, as somebody might make it. */
export interface Mutant {
  /** What it makes wrong. */
  readonly name: string;
  readonly file: string;
  /** Stands once in the file. */
  readonly find: string;
  readonly replace: string;
  /** Whether it can be seen in a whole run: then the fixed sample has to find it too. */
  readonly inRuns: boolean;
}

const targetRules = 'functions/target/rules';
const sharedRules = 'functions/shared/rules';
const steps = 'functions/target/steps';
const adapters = 'functions/shared/adapters';
const target = 'statemachines/target.asl.yaml';

/** Each has to be noticed by a unit test and, where it concerns a whole run, by the fixed sample. */
export const mutants: readonly Mutant[] = [
  // What may be moved and undone.
  {
    name: 'takes the name from a database that can be written to',
    file: `${targetRules}/safety.ts`,
    find: "if (mayBeWritten(restored)) return no('it can be written to under the live name');",
    replace: '',
    inRuns: true,
  },
  {
    name: 'takes the name from what was live when the run began',
    file: `${targetRules}/safety.ts`,
    find: "if (plan.alreadyLive) return no('it was live when this run began');",
    replace: '',
    inRuns: false,
  },
  {
    name: 'gives the name to an old database that nobody can write to',
    file: `${targetRules}/safety.ts`,
    find: "switch (plan.live ? abilityOf(old) : 'unable') {",
    replace:
      "switch (plan.live ? (abilityOf(old) === 'unable' ? 'able' : abilityOf(old)) : 'unable') {",
    inRuns: false,
  },
  {
    name: 'takes a cluster without a writer for able',
    file: `${targetRules}/ability.ts`,
    find: "if (alive.length === 0) return 'unable';",
    replace: "if (alive.length === 0) return 'able';",
    inRuns: true,
  },
  {
    name: 'renames the restored database before the old one has let go of the name',
    file: `${targetRules}/swap.ts`,
    find: "if (old.status === 'renaming') return waitFor(old);",
    replace: '',
    inRuns: false,
  },
  {
    name: 'renames the old database while the restored one is busy',
    file: `${targetRules}/swap.ts`,
    find: 'return whenRenamable(old, whenRenamable(restored, rename(old, names.retired)));',
    replace: 'return whenRenamable(old, rename(old, names.retired));',
    inRuns: false,
  },
  {
    name: 'leaves out the mark of what goes live',
    file: `${steps}/swap-names.ts`,
    find: '      if (isLast) await markAsGoingLive(plan, restored, ports);\n',
    replace: '',
    inRuns: true,
  },
  {
    name: 'ignores a hold that came while the run was under way',
    file: `${steps}/swap-names.ts`,
    find: 'if (isFirst && !isMoving) checkHold(pair.old);',
    replace: '',
    inRuns: false,
  },
  {
    name: 'takes the live name from an unrelated database',
    file: `${steps}/swap-names.ts`,
    find: 'if (!holder || holder.resourceId === pair.old?.resourceId) return;',
    replace: 'return;',
    inRuns: false,
  },
  {
    name: 'believes the first look of a rollback',
    file: `${steps}/roll-back.ts`,
    find: 'if (unsettled <= 0) {',
    replace: 'if (unsettled <= 1e9) {',
    inRuns: true,
  },
  // Clients that are moved before the names.
  {
    name: 'lets clients in while the old target drains',
    file: 'functions/access/rules/cut-over.ts',
    find: 'if (left.length > 0) return wait(',
    replace: 'if (left.length > 9) return wait(',
    inRuns: false,
  },
  {
    name: 'moves clients before the restored database is marked',
    file: `${steps}/move-clients.ts`,
    find: "if (marked === 'later') return soon(",
    replace: "if (marked !== 'later') return soon(",
    inRuns: false,
  },
  // What may be deleted.
  {
    name: 'discards without the mark of the run',
    file: `${targetRules}/safety.ts`,
    find: 'if (database.tags[tagKeys.run] !== plan.run) {',
    replace: 'if (database.tags[tagKeys.run] === undefined) {',
    inRuns: true,
  },
  {
    name: 'discards what has had the live name',
    file: `${targetRules}/safety.ts`,
    find: 'if (since !== undefined) {',
    replace: "if (since === 'never') {",
    inRuns: false,
  },
  {
    name: 'discards the last database that could answer',
    file: `${targetRules}/safety.ts`,
    find: "    case 'unable':\n      return no(`${name} may be needed",
    replace:
      "    case 'unable':\n      if (name !== '') return yes;\n      return no(`${name} may be needed",
    inRuns: true,
  },
  {
    name: 'replaces a standby as if it were left over',
    file: `${targetRules}/safety.ts`,
    find: "if (tags[tagKeys.mode] === 'standby') return no(`${name} is a standby`);",
    replace: '',
    inRuns: true,
  },
  {
    name: 'replaces what holds newer data',
    file: `${targetRules}/safety.ts`,
    find: 'return captured <= Date.parse(plan.notice.capturedAt)',
    replace: 'return captured > 0',
    inRuns: false,
  },
  {
    name: 'replaces what another stack restored',
    file: `${targetRules}/safety.ts`,
    find: 'if (!isOfStack(plan, found)) {',
    replace: "if (tags[tagKeys.part] !== 'restored') {",
    inRuns: false,
  },
  {
    name: 'retires whatever is called like it: by tag instead of by resource id',
    file: `${steps}/terminate-old-cluster.ts`,
    find: 'if (holder?.database.resourceId !== restoredId || !isRestored(plan, holder.database)) {',
    replace: 'if (!holder || !isRestored(plan, holder.database)) {',
    inRuns: false,
  },
  {
    name: 'ignores deletion protection',
    file: `${targetRules}/removal.ts`,
    find: "if (database.deletionProtection) return { type: 'protected' };",
    replace: '',
    inRuns: true,
  },
  {
    name: 'deletes the writer with the readers',
    file: `${targetRules}/removal.ts`,
    find: 'const next = readers.length > 0 ? readers : staying;',
    replace: 'const next = staying;',
    inRuns: false,
  },
  {
    name: 'takes no final snapshot',
    file: `${adapters}/rds-clusters.ts`,
    find: 'SkipFinalSnapshot: finalSnapshot === undefined,\n          FinalDBSnapshotIdentifier: finalSnapshot,',
    replace: 'SkipFinalSnapshot: true,',
    inRuns: true,
  },
  {
    name: 'leaves out the room for the final snapshot',
    file: `${steps}/terminate-old-cluster.ts`,
    find: '  await requireRoom(retired, ports.snapshots);\n',
    replace: '',
    inRuns: true,
  },
  {
    name: "takes another database's final snapshot for its own",
    file: `${steps}/final-snapshot.ts`,
    find: 'names.includes(identifier) && databaseResourceId === resourceId,',
    replace: 'names.includes(identifier) && databaseResourceId !== undefined,',
    inRuns: false,
  },
  {
    name: 'believes whatever a filter of AWS let pass',
    file: `${adapters}/rds-clusters.ts`,
    find: 'return found.filter(({ resourceId }) => resourceIds.includes(resourceId));',
    replace: 'return found;',
    inRuns: false,
  },
  // What is kept.
  {
    name: 'keeps one capture fewer',
    file: `${sharedRules}/retention.ts`,
    find: '.slice(0, Math.max(1, captures))',
    replace: '.slice(0, Math.max(1, captures - 1))',
    inRuns: false,
  },
  {
    name: 'deletes what is being copied',
    file: `${sharedRules}/retention.ts`,
    find: '!sources.has(snapshot.arn)',
    replace: 'true',
    inRuns: false,
  },
  {
    name: 'reads the first page alone',
    file: `${adapters}/pages.ts`,
    find: "} while (marker !== undefined && marker !== '');",
    replace: "} while (marker === 'never');",
    inRuns: true,
  },
  // Whom a run listens to.
  {
    name: 'lets older data replace newer',
    file: `${steps}/preflight.ts`,
    find: 'if (captured === undefined || Date.parse(captured) <= Date.parse(notice.capturedAt)) return;',
    replace: 'return;',
    inRuns: true,
  },
  {
    name: 'takes a capture of any lineage',
    file: `${targetRules}/lineage.ts`,
    find: 'if (accepted || pinned === undefined || pinned === found) return;',
    replace: 'return;',
    inRuns: true,
  },
  // Whom the load balancer leads to, where passes run at once.
  {
    name: 'lets a target go on a look that is old',
    file: 'functions/access/steps/follow-endpoint.ts',
    find: 'if (!isFresh()) return withoutRelease(plan);',
    replace: '',
    inRuns: false,
  },
  {
    name: 'lets a target go at the second look, however soon',
    file: 'functions/access/rules/targets.ts',
    find: 'return lookedAt - Date.parse(since) >= confirmFor * 1000;',
    replace: 'return true;',
    inRuns: false,
  },
  {
    name: 'takes what is under a key that AWS owns for unencrypted',
    file: `${sharedRules}/encryption.ts`,
    find: "return { type: 'aws-owned' };\n    case 'sse-kms'",
    replace: "return { type: 'none' };\n    case 'sse-kms'",
    inRuns: false,
  },
  {
    name: 'takes data from the future',
    file: `${targetRules}/lineage.ts`,
    find: 'if (Date.parse(capturedAt) <= now + clockSkew * 1000) return;',
    replace: 'return;',
    // In a whole run the snapshot's own time stops it as well.
    inRuns: false,
  },
  {
    name: 'believes a notice more than the snapshot itself',
    file: `${targetRules}/lineage.ts`,
    find: 'if (lineage.accepted || found === undefined || found === resourceId) return;',
    replace: 'return;',
    inRuns: false,
  },
  {
    name: 'ignores a hold on what is live',
    file: `${targetRules}/lineage.ts`,
    find: 'if (hold === undefined) return;',
    replace: 'return;',
    inRuns: false,
  },
  {
    name: 'waits for nobody',
    file: `${targetRules}/turn.ts`,
    find: "const worker = rivals.find(({ phase }) => phase === 'working');",
    replace: "const worker = rivals.find(({ name }) => name === '');",
    inRuns: true,
  },
  {
    name: 'lets older data go first',
    file: `${targetRules}/turn.ts`,
    find: "if (newer) return { type: 'overtaken', by: newer };",
    replace: '',
    inRuns: false,
  },
  {
    name: 'restores a drill under the name of a recovery',
    file: `${steps}/plan-names.ts`,
    find: "temporary: mode === 'drill' ? drillIdentifier(temporary) : temporary",
    replace: 'temporary',
    inRuns: true,
  },
  // What AWS is asked for.
  {
    name: 'renames in the maintenance window',
    file: `${adapters}/rds-clusters.ts`,
    find: '      ApplyImmediately: true,',
    replace: '      ApplyImmediately: changes.NewDBClusterIdentifier === undefined,',
    inRuns: true,
  },
  {
    name: "restores to the Region's default version",
    file: `${adapters}/rds-clusters.ts`,
    find: '    EngineVersion: request.engineVersion,\n',
    replace: '',
    inRuns: false,
  },
  {
    name: 'shares with whoever had access before',
    file: 'functions/source/steps/share-snapshot.ts',
    find: 'const remove = accounts.filter((account) => account !== target);',
    replace: 'const remove: string[] = [];',
    inRuns: false,
  },
  // The definition.
  {
    name: 'takes any answer for a yes',
    file: target,
    find: "- Condition: '{% $states.input = true %}'",
    replace: "- Condition: '{% $exists($states.input) %}'",
    inRuns: true,
  },
  {
    name: 'swaps what was not verified',
    file: target,
    find: "          since: '{% $states.context.State.EnteredTime %}'\n        Next: VerifyDatabase",
    replace: "          since: '{% $states.context.State.EnteredTime %}'\n        Next: Mode?",
    inRuns: true,
  },
  {
    name: 'retires without the last verification',
    file: target,
    find: '    Default: VerifyFinally\n',
    replace: '    Default: OldDatabaseToWait?\n',
    inRuns: true,
  },
  {
    name: 'skips the grace period',
    file: target,
    find: "$plan.retirement = 'delete' and $plan.graceSeconds > 0",
    replace: "$plan.retirement = 'delete' and $plan.graceSeconds < 0",
    inRuns: true,
  },
  {
    name: 'retires after days without looking again',
    file: target,
    find: '    Default: VerifyOnceMore\n',
    replace: '    Default: TerminateOldCluster\n',
    inRuns: true,
  },
  {
    name: 'restores without its turn',
    file: target,
    find: "          since: '{% $states.context.State.EnteredTime %}'\n        Next: TakeTurn",
    replace: "          since: '{% $states.context.State.EnteredTime %}'\n        Next: PlanAgain",
    inRuns: true,
  },
  {
    name: 'goes by a plan that was made before its turn',
    file: target,
    find: `      plan: '{% $states.result.plan %}'
      restoredId: '{% $exists($states.result.plan.alreadyLive) ? $states.result.plan.alreadyLive.resourceId : null %}'
      endpoint: "{% $exists($states.result.plan.alreadyLive) ? {'host': $states.result.plan.alreadyLive.host, 'port': $states.result.plan.alreadyLive.port, 'master': $states.result.plan.alreadyLive.master} : null %}"
      since: '{% $now() %}'`,
    replace: `      since: '{% $now() %}'`,
    inRuns: true,
  },
];
