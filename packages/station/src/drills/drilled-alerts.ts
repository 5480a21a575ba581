import { DRILL_MARK } from '@telltale/alerting';
import type { ActiveAlert, AlertUpdate } from '@telltale/alerting';

type Labels = Readonly<Record<string, string>>;

/* A type, not an interface: only these are assignable to JSON values, as which drills are kept. */
/** Which alerts a drill makes fire. */
export type DrillScope = {
  readonly alertName: string;
  /** Names of other alerts that look at what is moved, and may fire with it. Default: none. */
  readonly others?: readonly string[];
  /** What of its labels an alert of the drill has: others of its name are real. */
  readonly labels: Labels;
};

/** The alerts of one drill among the others. */
export interface DrilledAlerts {
  /** Whether an alert belongs to the drill: it began with it. */
  has(alert: AlertUpdate): boolean;
  /** Whether one of those that were seen is still pending or firing, or none was seen yet. */
  mayGoOn(): boolean;
  /** What begins later than this is real. */
  endAt(timeMs: number): void;
}

/** The label of alerts under drill. */
const DRILL_LABEL = 'drill';

/** @param active The pending and firing alerts of a name. */
export function createDrilledAlerts(
  scope: DrillScope,
  startedAtMs: number,
  active: (alertName: string) => readonly ActiveAlert[],
): DrilledAlerts {
  const seen = new Map<string, AlertUpdate>();
  let lastStartMs = Infinity;
  const activeSince = ({ labels }: AlertUpdate): number | undefined => {
    const wanted = labels.toObject();
    return active(labels.get('alertname')).find((alert) => isSame(alert.labels, wanted))?.activeAtMs;
  };
  return {
    has: (alert) => {
      if (!isOfDrill(scope, alert.labels.toObject())) return false;
      const { key } = alert.labels;
      const sinceMs = activeSince(alert);
      // Its end is told some times more.
      if (sinceMs === undefined) return seen.has(key);
      const belongs = sinceMs >= startedAtMs && sinceMs <= lastStartMs;
      if (belongs) seen.set(key, alert);
      else seen.delete(key);
      return belongs;
    },
    mayGoOn: () => seen.size === 0 || [...seen.values()].some((alert) => activeSince(alert) !== undefined),
    endAt: (timeMs) => {
      lastStartMs = timeMs;
    },
  };
}

/** Whether an alert with these labels could be one of the drill. */
export function isOfDrill({ alertName, others = [], labels }: DrillScope, given: Labels): boolean {
  const name = given['alertname'];
  return (name === alertName || others.includes(name)) && hasLabels(given, labels);
}

/** Whether labels are those wanted; what an alert has no label of cannot tell it from others. */
export function hasLabels(given: Labels, wanted: Labels): boolean {
  return Object.entries(wanted).every(
    ([name, value]) => !Object.hasOwn(given, name) || given[name] === value,
  );
}

/** Nobody can take it for a real alert. */
export function markedAlert(alert: AlertUpdate): AlertUpdate {
  const { summary = alert.labels.get('alertname') } = alert.annotations;
  return {
    ...alert,
    labels: alert.labels.with({ [DRILL_LABEL]: 'true' }),
    annotations: { ...alert.annotations, summary: `${DRILL_MARK} ${summary}` },
  };
}

function isSame(given: Labels, wanted: Labels): boolean {
  const names = Object.keys(given);
  return names.length === Object.keys(wanted).length && names.every((name) => given[name] === wanted[name]);
}
