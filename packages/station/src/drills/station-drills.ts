import { randomUUID } from 'node:crypto';
import { DRILL_MARK, createNotifier } from '@telltale/alerting';
import type {
  AlertTransition,
  AlertUpdate,
  ChannelServices,
  NotificationRecord,
  Notifier,
  NotifierConfiguration,
} from '@telltale/alerting';
import { TelltaleError, createMemoryState } from '@telltale/model';
import type { Clock, Receiver, Secret } from '@telltale/model';

/** A drill that the station is asked to take part in: an alert is made to fire by the running service itself. */
export interface LiveDrillRequest {
  readonly alertName: string;
  /** What of its labels the alert under drill has: others of its name are real. */
  readonly labels: Readonly<Record<string, string>>;
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
  /**
   * Marks the alerts of drills, and takes those out that go to receivers of their own; the rest is what the
   * station's own receivers are told of.
   */
  divert(alerts: readonly AlertUpdate[]): readonly AlertUpdate[];
  /** Rejects with TT_DEFINITION_INVALID where the receivers are not those of the configuration. */
  begin(request: LiveDrillRequest): Promise<string>;
  find(id: string): LiveDrill | undefined;
  end(id: string): Promise<void>;
  stop(): Promise<void>;
}

export interface StationDrillsOptions {
  readonly clock: Clock;
  readonly services: ChannelServices;
  readonly configuration: () => NotifierConfiguration;
  readonly externalUrl: string;
  /** Newest first. */
  readonly history: (alertName: string) => readonly AlertTransition[];
  /** The real ones, newest first. */
  readonly notifications: () => readonly NotificationRecord[];
}

/** The label of alerts under drill. */
const DRILL_LABEL = 'drill';
/** More at once would be no drill. */
const MAX_DRILLS = 20;

interface RunningDrill {
  readonly request: LiveDrillRequest;
  readonly startedAtMs: number;
  readonly endsAtMs: number;
  /** Tells the receivers of the drill; absent where the real ones are told. */
  readonly notifier: Notifier | undefined;
  readonly cancelEnd: () => void;
}

export function createStationDrills(options: StationDrillsOptions): StationDrills {
  const { clock } = options;
  const drills = new Map<string, RunningDrill>();

  const end = async (id: string): Promise<void> => {
    const drill = drills.get(id);
    drills.delete(id);
    drill?.cancelEnd();
    await drill?.notifier?.stop();
  };
  return {
    divert: (alerts) => {
      if (drills.size === 0) return alerts;
      const kept: AlertUpdate[] = [];
      for (const alert of alerts) {
        const drill = [...drills.values()].find(({ request }) => belongsTo(request, alert));
        if (drill?.notifier) drill.notifier.accept([marked(alert)]);
        else kept.push(drill ? marked(alert) : alert);
      }
      return kept;
    },
    begin: async (request) => {
      if (drills.size >= MAX_DRILLS) {
        throw new TelltaleError('TT_DRILL_REFUSED', `${MAX_DRILLS} drills are going on already.`);
      }
      const notifier = request.receivers && notifierFor(request, request.receivers, options);
      await notifier?.start();
      const id = randomUUID();
      const lengthMs = request.seconds * 1000;
      const cancelEnd = clock.after(lengthMs, () => void end(id));
      const startedAtMs = clock.now();
      drills.set(id, { request, startedAtMs, endsAtMs: startedAtMs + lengthMs, notifier, cancelEnd });
      return id;
    },
    find: (id) => {
      const drill = drills.get(id);
      if (drill === undefined) return undefined;
      const { request, startedAtMs, endsAtMs, notifier } = drill;
      const { alertName } = request;
      const attempts = notifier ? notifier.notifications(500) : options.notifications();
      return {
        id,
        alertName,
        startedAtMs,
        endsAtMs,
        transitions: options
          .history(alertName)
          .filter(({ atMs, labels }) => atMs >= startedAtMs && hasLabels(labels, request.labels))
          .toReversed(),
        notifications: attempts
          .filter(({ atMs, alertNames }) => atMs >= startedAtMs && alertNames.includes(alertName))
          .toReversed(),
      };
    },
    end,
    stop: async () => {
      await Promise.all([...drills.keys()].map(end));
    },
  };
}

function notifierFor(
  { secrets = {} }: LiveDrillRequest,
  receivers: readonly Receiver[],
  { clock, services, configuration, externalUrl }: StationDrillsOptions,
): Notifier {
  const { fallback: _fallback, ...real } = configuration();
  const reader = async (secret: Secret): Promise<string> => {
    const name = 'env' in secret ? secret.env : '';
    if (Object.hasOwn(secrets, name)) return secrets[name];
    throw new Error('the drill has no such secret');
  };
  return createNotifier({
    configuration: { ...real, receivers },
    services: { ...services, secrets: reader },
    clock,
    // Nothing of a drill outlives the process: it would be told as if it were real.
    state: createMemoryState(),
    externalUrl,
  });
}

function belongsTo({ alertName, labels }: LiveDrillRequest, alert: AlertUpdate): boolean {
  return alert.labels.get('alertname') === alertName && hasLabels(alert.labels.toObject(), labels);
}

function hasLabels(
  labels: Readonly<Record<string, string>>,
  wanted: Readonly<Record<string, string>>,
): boolean {
  return Object.entries(wanted).every(
    ([name, value]) => !Object.hasOwn(labels, name) || labels[name] === value,
  );
}

/** Nobody can take it for a real alert. */
function marked(alert: AlertUpdate): AlertUpdate {
  const { summary = alert.labels.get('alertname') } = alert.annotations;
  return {
    ...alert,
    labels: alert.labels.with({ [DRILL_LABEL]: 'true' }),
    annotations: { ...alert.annotations, summary: `${DRILL_MARK} ${summary}` },
  };
}
