import type { RuleGroup, StateStore } from '@telltale/model';
import { forgetAlertState } from './alert-state-store.ts';
import { areEqualGroups } from './equal-groups.ts';
import type { RuleGroupRunner } from './rule-group-runner.ts';
import { RuleHandovers } from './rule-handover.ts';
import type { RuleHandover } from './rule-handover.ts';
import { groupKeyOf } from './rule-key.ts';

/** The groups after a change. */
export interface ReplacedGroups {
  readonly runners: readonly RuleGroupRunner[];
  /** Those that are new or changed; not started yet. */
  readonly fresh: readonly RuleGroupRunner[];
  /** What rules left that are gone. */
  readonly departed: readonly RuleHandover[];
}

/**
 * Puts groups in the place of others. Those that did not change go on; all others are stopped, and what
 * their rules leave goes to equal rules: of the same group first, then of any.
 */
export async function replaceGroups(
  present: readonly RuleGroupRunner[],
  groups: readonly RuleGroup[],
  createRunner: (group: RuleGroup) => RuleGroupRunner,
): Promise<ReplacedGroups> {
  const byKey = new Map(present.map((runner) => [groupKeyOf(runner.group), runner]));
  const runners = groups.map((group) => {
    const runner = byKey.get(groupKeyOf(group));
    return runner && areEqualGroups(runner.group, group) ? runner : createRunner(group);
  });
  const old = present.filter((runner) => !runners.includes(runner));
  const fresh = runners.filter((runner) => !present.includes(runner));
  await Promise.all(old.map((runner) => runner.stop()));
  for (const runner of fresh) {
    const before = byKey.get(groupKeyOf(runner.group));
    if (before) runner.goOn(before.status());
  }
  const left = new RuleHandovers(old.flatMap((runner) => runner.handOver()));
  for (const runner of fresh) runner.takeOver((group, rule) => left.takeWithin(group, rule));
  for (const runner of fresh) runner.takeOver((_, rule) => left.takeAnywhere(rule));
  return { runners, fresh, departed: left.rest() };
}

/**
 * Keeps the state of new and changed groups, then forgets that of groups that are gone. In this order: a
 * crash in between tells some things twice, and loses none. A full disk must not keep rules from being
 * evaluated.
 */
export async function keepGroups(
  state: StateStore,
  { runners, fresh }: Pick<ReplacedGroups, 'runners' | 'fresh'>,
): Promise<void> {
  const saved = await Promise.allSettled(fresh.map((runner) => runner.save()));
  if (saved.some(({ status }) => status === 'rejected')) return;
  await forgetAlertState(state, new Set(runners.map(({ group }) => groupKeyOf(group)))).catch(
    () => undefined,
  );
}
