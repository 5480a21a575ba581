import { randomUUID } from 'node:crypto';
import type {
  ActiveAlert,
  AlertTransition,
  AlertUpdate,
  ChannelServices,
  NotificationRecord,
  Notifier,
  NotifierConfiguration,
} from '@telltale/alerting';
import { TelltaleError } from '@telltale/model';
import type { CancelTimer, Clock, Receiver, Rule, StateStore } from '@telltale/model';
import { alertsAffectedBy } from './affected-alerts.ts';
import { createDrillNotifier } from './drill-receivers.ts';
import { createDrilledAlerts, hasLabels, isOfDrill, markedAlert } from './drilled-alerts.ts';
import type { DrillScope, DrilledAlerts } from './drilled-alerts.ts';
import { createKeptDrills } from './kept-drills.ts';

/** A drill that the station is asked to take part in: an alert is made to fire by the running service itself. */
export interface LiveDrillRequest extends Omit<DrillScope, 'others'> {
  /** What the service moves: other alerts that look at it may fire, too, and belong to the drill. Default: none. */
  readonly metrics?: readonly string[];
  /** It ends by itself after so long; at most a day. */
  readonly seconds: number;
  /** Receivers in the place of the real ones, by their names; the real ones are told where there are none. */
  readonly receivers?: readonly Receiver[];
  /** Secrets of these receivers by their names: made up for the drill. */
  readonly secrets?: Readonly<Record<string, string>>;
}

/** A drill as it goes. */
export interface LiveDrill {
  readonly id: string;
  readonly alertName: string;
  readonly startedAtMs: number;
  readonly endsAtMs: number;
  /** Changes of the alert's state since the start, oldest first. */
  readonly transitions: readonly AlertTransition[];
  /** Attempts to deliver since the start, oldest first. */
  readonly notifications: readonly NotificationRecord[];
}

/** Drills that are going on, and the alerts that belong to them. */
export interface StationDrills {
  /** Reads what drills an earlier process left: their alerts may still fire. Comes before the first alert. */
  start(): Promise<void>;
  /**
   * Marks the alerts of drills, and takes those out that go to receivers of their own; the rest is what the
   * station's own receivers are told of.
   */
  divert(alerts: readonly AlertUpdate[]): readonly AlertUpdate[];
  /**
   * Rejects with TT_DRILL_REFUSED where the alert is unknown, fires already or is under drill, and for receivers
   * elsewhere; with TT_DEFINITION_INVALID where the receivers are not those of the configuration.
   */
  begin(request: LiveDrillRequest): Promise<string>;
  find(id: string): LiveDrill | undefined;
  /**
   * Ends a drill. What it made fire is no real alert while it goes on: nobody is told of it until the drill would
   * have ended by itself.
   */
  end(id: string): Promise<void>;
  stop(): Promise<void>;
}

/** What {@link createStationDrills} takes. */
export interface StationDrillsOptions {
  readonly clock: Clock;
  /** Keeps the scopes of drills (`drills`), over restarts too. */
  readonly state: StateStore;
  /** Must reach nothing but this machine. */
  readonly services: Omit<ChannelServices, 'secrets' | 'clock'>;
  readonly configuration: () => NotifierConfiguration;
  readonly externalUrl: string;
  /** The pending and firing alerts of a name; `undefined` where no rule has it. */
  readonly active: (alertName: string) => readonly ActiveAlert[] | undefined;
  readonly rules: () => readonly Rule[];
  /** Host and port of the server that evaluates the rules, where that is not the station. */
  readonly evaluatedBy?: string | undefined;
  /** Newest first. */
  readonly history: (alertName: string) => readonly AlertTransition[];
  /** The real ones, newest first. */
  readonly notifications: () => readonly NotificationRecord[];
}

/** Those that ended and go on to hide their alerts are among them: more at once would be no drill. */
const MAX_DRILLS = 20;
/** What was moved before the end may be scraped, and begin an alert, so much later. */
const SETTLING_MS = 2 * 60_000;

interface RunningDrill {
  readonly scope: DrillScope;
  readonly alerts: DrilledAlerts;
  readonly startedAtMs: number;
  readonly endsAtMs: number;
  /** Whether the real receivers are told. */
  readonly isReal: boolean;
  /** Tells the receivers of the drill; absent where the real ones are told, or nobody any more. */
  readonly notifier?: Notifier;
  readonly isOver: boolean;
  readonly cancelEnd: CancelTimer;
}

/** Has no drills yet. */
export function createStationDrills(options: StationDrillsOptions): StationDrills {
  const { clock, externalUrl } = options;
  const drills = new Map<string, RunningDrill>();
  const kept = createKeptDrills(options.state);
  const active = (alertName: string) => options.active(alertName) ?? [];

  const forget = async (id: string): Promise<void> => {
    const drill = drills.get(id);
    drills.delete(id);
    drill?.cancelEnd();
    await kept.delete(id);
    await drill?.notifier?.stop();
  };
  const add = (id: string, drill: Omit<RunningDrill, 'alerts' | 'cancelEnd'>): RunningDrill => {
    const { scope, startedAtMs, endsAtMs } = drill;
    const cancelEnd = clock.after(endsAtMs - clock.now(), () => void forget(id));
    const added = { ...drill, alerts: createDrilledAlerts(scope, startedAtMs, active), cancelEnd };
    drills.set(id, added);
    return added;
  };
  return {
    start: async () => {
      const nowMs = clock.now();
      for (const [id, drill] of await kept.all()) {
        if (drill.endsAtMs > nowMs) add(id, { ...drill, isOver: true }).alerts.endAt(nowMs + SETTLING_MS);
        else await kept.delete(id);
      }
    },
    divert: (alerts) => (drills.size === 0 ? alerts : divert(alerts, [...drills.values()])),
    begin: async ({ seconds, receivers, secrets = {}, alertName, labels, metrics = [] }) => {
      const scope = { alertName, labels, others: alertsAffectedBy(metrics, options.rules()) };
      checkBegin(scope, [...drills.values()], options);
      const { services, configuration } = options;
      const notifier =
        receivers &&
        createDrillNotifier({
          receivers,
          secrets,
          services,
          clock,
          externalUrl,
          configuration: configuration(),
        });
      const id = randomUUID();
      const startedAtMs = clock.now();
      const endsAtMs = startedAtMs + seconds * 1000;
      const isReal = notifier === undefined;
      // At once, so that no other drill of the alert begins meanwhile.
      add(id, { scope, startedAtMs, endsAtMs, isReal, ...(notifier && { notifier }), isOver: false });
      await kept.put(id, { scope, startedAtMs, endsAtMs, isReal });
      await notifier?.start();
      return id;
    },
    find: (id) => {
      const drill = drills.get(id);
      return drill === undefined || drill.isOver ? undefined : describe(id, drill, options);
    },
    end: async (id) => {
      const drill = drills.get(id);
      if (drill === undefined || drill.isOver) return;
      if (!drill.alerts.mayGoOn()) return forget(id);
      const { notifier, ...over } = drill;
      over.alerts.endAt(clock.now() + SETTLING_MS);
      drills.set(id, { ...over, isOver: true });
      await notifier?.stop();
    },
    stop: async () => {
      for (const { cancelEnd } of drills.values()) cancelEnd();
      await Promise.all([...drills.values()].map(async ({ notifier }) => notifier?.stop()));
    },
  };
}

function divert(alerts: readonly AlertUpdate[], drills: readonly RunningDrill[]): readonly AlertUpdate[] {
  const kept: AlertUpdate[] = [];
  for (const alert of alerts) {
    const drill = drills.find((one) => one.alerts.has(alert));
    if (drill === undefined) kept.push(alert);
    else if (drill.isReal) kept.push(markedAlert(alert));
    else drill.notifier?.accept([markedAlert(alert)]);
  }
  return kept;
}

/** A drill beside a real alert, or another drill of it, would hide what is real. */
function checkBegin(
  scope: DrillScope,
  drills: readonly RunningDrill[],
  { active, evaluatedBy }: StationDrillsOptions,
): void {
  const { alertName } = scope;
  if (evaluatedBy !== undefined)
    throw refusal(`${evaluatedBy} evaluates the rules: only a station that does can take part in a drill.`);
  const alerts = active(alertName);
  if (alerts === undefined) throw refusal(`No rule named ${JSON.stringify(alertName)} is evaluated here.`);
  const present = alerts.find(({ labels }) => isOfDrill(scope, labels));
  if (present !== undefined)
    throw refusal(`${alertName} is ${present.state} already; a drill would hide it. Wait until it resolves.`);
  const running = drills.filter(({ isOver }) => !isOver);
  if (running.some((one) => one.scope.alertName === alertName))
    throw refusal(`A drill of ${alertName} is going on already.`);
  if (drills.length >= MAX_DRILLS) throw refusal(`${MAX_DRILLS} drills are going on already.`);
}

function describe(
  id: string,
  { scope, startedAtMs, endsAtMs, notifier }: RunningDrill,
  options: StationDrillsOptions,
): LiveDrill {
  const { alertName } = scope;
  const attempts = notifier ? notifier.notifications(500) : options.notifications();
  return {
    id,
    alertName,
    startedAtMs,
    endsAtMs,
    transitions: options
      .history(alertName)
      .filter(({ atMs, labels }) => atMs >= startedAtMs && hasLabels(labels, scope.labels))
      .toReversed(),
    notifications: attempts
      .filter(({ atMs, alertNames }) => atMs >= startedAtMs && alertNames.includes(alertName))
      .toReversed(),
  };
}

function refusal(message: string): TelltaleError {
  return new TelltaleError('TT_DRILL_REFUSED', message);
}
