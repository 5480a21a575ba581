import type { AlertsResponse, TargetsResponse } from '@telltale/station/contract';

/** How things stand as a whole. */
export interface Headline {
  readonly text: string;
  /** `quiet`: all is well; `restless`: something is building up; `telling`: something is wrong. */
  readonly mark: 'quiet' | 'restless' | 'telling';
}

/** Number of alerts in a state, over all rules. */
export function countAlerts(alerts: AlertsResponse | undefined, state: 'pending' | 'firing'): number {
  if (alerts === undefined) return 0;
  return alerts.rules.reduce(
    (count, rule) => count + rule.alerts.filter((alert) => alert.state === state).length,
    0,
  );
}

/** The overall state: firing alerts first, then targets that are down, then pending alerts. */
export function headline(alerts: AlertsResponse | undefined, targets: TargetsResponse | undefined): Headline {
  const firing = countAlerts(alerts, 'firing');
  if (firing > 0) return { text: `${plural(firing, 'alert')} firing`, mark: 'telling' };
  const all = targets?.targets ?? [];
  const down = all.filter((target) => target.health === 'down').length;
  if (down > 0) return { text: `${plural(down, 'target')} down`, mark: 'telling' };
  const pending = countAlerts(alerts, 'pending');
  if (pending > 0) return { text: `${plural(pending, 'alert')} pending`, mark: 'restless' };
  // What is not known yet, or could not be loaded, must not pass for quiet.
  if (alerts === undefined || targets === undefined) return { text: 'Looking…', mark: 'quiet' };
  if (all.length === 0 && alerts.rules.length === 0) return { text: 'Nothing is watched yet', mark: 'quiet' };
  const waiting = all.length > 0 && all.every((target) => target.health === 'unknown');
  return waiting
    ? { text: 'Waiting for the first scrape', mark: 'quiet' }
    : { text: 'All quiet', mark: 'quiet' };
}

/** A count with its noun: `1 alert`, `2 alerts`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
