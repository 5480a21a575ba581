import type { Clock, RuleGroup, StateStore } from '@telltale/model';
import type { AlertUpdate } from '../alerts/alert-update.ts';
import { departedGroupAlerts, forgetAlertState } from './alert-state-store.ts';
import { departedUpdates } from './departed-alerts.ts';
import { groupKeyOf } from './rule-key.ts';

/** What is needed to end the alerts of groups that are gone. */
export interface DepartedGroupsOptions {
  readonly clock: Clock;
  readonly state: StateStore;
  onAlerts(alerts: readonly AlertUpdate[]): void;
}

/**
 * Tells of the end of alerts whose group went while no process ran, then forgets them: in this order, so
 * that a crash in between tells it twice and not never.
 */
export async function endDepartedGroups(
  options: DepartedGroupsOptions,
  present: readonly { readonly group: RuleGroup }[],
): Promise<void> {
  const { clock, state } = options;
  const keys = new Set(present.map(({ group }) => groupKeyOf(group)));
  const alerts = await departedGroupAlerts(state, keys, clock.now());
  if (alerts.length > 0) options.onAlerts(departedUpdates(alerts, clock.now()));
  // A full disk must not keep rules from being evaluated; the next start looks again.
  await forgetAlertState(state, keys).catch(() => undefined);
}
