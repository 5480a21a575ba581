import { LabelSet, VirtualClock, createMemoryState } from '@telltale/model';
import type { Matcher, Receiver, Route, StateStore } from '@telltale/model';
import type { Transport, TransportRequest, TransportResponse } from '../src/transport/transport.ts';
import { createNotifier } from '../src/notifier/notifier.ts';
import type { NotifierConfiguration } from '../src/notifier/notifier-configuration.ts';
import type { NotifierOptions } from '../src/notifier/notifier.ts';
import { readSecret } from '../src/secrets/read-secret.ts';
import { createSmtpTransport } from '../src/transport/smtp-transport.ts';
import type { WebhookPayload } from '../src/channels/webhook/webhook-payload.ts';

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const START = Date.parse('2026-01-01T00:00:00Z');

export const ROUTE: Route = {
  receiver: 'ops',
  matchers: [],
  continue: false,
  groupBy: ['alertname'],
  groupWaitMs: 30 * SECOND,
  groupIntervalMs: 5 * MINUTE,
  repeatIntervalMs: 4 * HOUR,
  routes: [],
};

/** A webhook receiver at an address that carries its name. */
export function webhook(name: string, sendResolved = true, host = name): Receiver {
  return { kind: 'webhook', name, url: `http://${host}.test/hook`, sendResolved };
}

/** A matcher as in `alertname="A"`. */
export function matcher(name: string, op: Matcher['op'], value: string): Matcher {
  return { name, op, value };
}

type Outcome = Partial<TransportResponse> | Error;
type Answer = (request: TransportRequest, count: number) => Outcome | Promise<Outcome>;

export interface BenchOptions extends Pick<
  NotifierOptions,
  'onNotification' | 'startDelayMs' | 'silenceLimits'
> {
  readonly route?: Route;
  readonly receivers?: readonly Receiver[];
  /** What else the configuration has. */
  readonly configuration?: Partial<NotifierConfiguration>;
  readonly state?: StateStore;
  readonly clock?: VirtualClock;
  readonly answer?: Answer;
  /** Default true. */
  readonly isStarted?: boolean;
}

/** A notifier on a virtual clock that records what it posts. */
export async function notificationBench(options: BenchOptions = {}) {
  const clock = options.clock ?? new VirtualClock(START);
  const state = options.state ?? createMemoryState();
  const requests: { readonly atMs: number; readonly request: TransportRequest }[] = [];
  const transport: Transport = {
    post: async (request) => {
      requests.push({ atMs: clock.now(), request });
      const answer = (await options.answer?.(request, requests.length)) ?? {};
      if (answer instanceof Error) throw answer;
      return { status: 200, headers: {}, body: '', ...answer };
    },
  };
  const { onNotification, startDelayMs, silenceLimits } = options;
  const configuration: NotifierConfiguration = {
    route: options.route ?? ROUTE,
    receivers: options.receivers ?? [webhook('ops')],
    ...options.configuration,
  };
  const notifier = createNotifier({
    configuration,
    services: { http: transport, mail: createSmtpTransport(), secrets: readSecret },
    clock,
    state,
    externalUrl: 'http://station:4400',
    random: () => 0.5,
    ...(onNotification && { onNotification }),
    ...(startDelayMs !== undefined && { startDelayMs }),
    ...(silenceLimits && { silenceLimits }),
  });
  if (options.isStarted ?? true) await notifier.start();
  return {
    clock,
    state,
    notifier,
    configuration,
    requests,
    /** What arrived: seconds since the start, status, and the `id` label and status of each alert. */
    log: () =>
      requests.map(({ atMs, request }) => {
        const payload: WebhookPayload = JSON.parse(request.body);
        const alerts = payload.alerts.map(
          ({ labels, status }) => `${labels['id']}${status === 'firing' ? '!' : ''}`,
        );
        return `${(atMs - START) / SECOND}s ${payload.receiver} ${payload.status} ${alerts.join(' ')}`;
      }),
    fire: (id: string, extra: Record<string, string> = {}) =>
      notifier.accept([alertUpdate(clock, id, clock.now() + 24 * HOUR, extra)]),
    resolve: (id: string, extra: Record<string, string> = {}) =>
      notifier.accept([alertUpdate(clock, id, clock.now(), extra)]),
    /** Mutes the alert with this `id` for some time. */
    silence: (id: string, durationMs: number) =>
      notifier.silences.put({
        matchers: [matcher('id', '=', id)],
        endsAtMs: clock.now() + durationMs,
        createdBy: 'me',
        comment: 'known',
      }),
    /** The state of each firing alert by its `id`. */
    states: () =>
      Object.fromEntries(notifier.alerts().map(({ update, state }) => [update.labels.get('id'), state])),
  };
}

/** An alert with the label `id` that fires now and lasts until `endsAtMs`. */
export function alertUpdate(
  clock: VirtualClock,
  id: string,
  endsAtMs: number,
  extra: Record<string, string>,
) {
  return {
    labels: LabelSet.of({ alertname: 'A', id, ...extra }),
    annotations: { summary: `about ${id}` },
    startsAtMs: Math.min(clock.now(), endsAtMs - 1),
    endsAtMs,
    generatorUrl: '/alerts/x',
  };
}
