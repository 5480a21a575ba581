import type { AlertingRule, Route } from '@telltale/model';

/** Name of the alert that always fires: where it stops to arrive, something between rule and receiver is broken. */
const WATCHDOG = 'Watchdog';

/** Who is told again and again that alerts are delivered. */
export interface Heartbeat {
  readonly to: string;
  readonly everyMs: number;
}

const WATCHDOG_RULE: AlertingRule = {
  kind: 'alerting',
  name: WATCHDOG,
  group: 'watchdog',
  query: 'vector(1)',
  expr: { kind: 'call', func: 'vector', args: [{ kind: 'number', value: 1 }] },
  labels: { severity: 'none' },
  forMs: 0,
  keepFiringForMs: 0,
  annotations: {
    summary: 'Alerts are evaluated and delivered',
    description: 'This alert always fires. Whoever gets it raises the alarm when it stops.',
  },
};

/** The alert of a heartbeat. */
export function heartbeatRules(heartbeat: Heartbeat | undefined): readonly AlertingRule[] {
  return heartbeat ? [WATCHDOG_RULE] : [];
}

/** Where the heartbeat goes, again and again. */
export function heartbeatRoute({ to, everyMs }: Heartbeat): Route {
  return {
    receiver: to,
    matchers: [{ name: 'alertname', op: '=', value: WATCHDOG }],
    continue: false,
    groupBy: ['alertname'],
    groupWaitMs: 0,
    groupIntervalMs: everyMs,
    repeatIntervalMs: everyMs,
    routes: [],
  };
}
