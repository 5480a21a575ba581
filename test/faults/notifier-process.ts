import { setTimeout as sleep } from 'node:timers/promises';
import { LabelSet, systemClock } from '@telltale/model';
import type { Receiver, Route } from '@telltale/model';
import {
  createHttpTransport,
  createNotifier,
  createSmtpTransport,
  fingerprint,
  readSecret,
} from '@telltale/alerting';
import type { MailTransport, Transport } from '@telltale/alerting';
import { openStore } from '@telltale/storage';

/*
 * The notifier on the real store, as a process that can be killed: started by `startNotifier`, which
 * says what to do over the channel between the two.
 */

/** How the process is started: the first argument, as JSON. */
export interface NotifierSettings {
  readonly folder: string;
  readonly receivers: readonly Receiver[];
  readonly route: Route;
  readonly fallback?: string;
}

/** An alert as the rule engine would tell of it. */
export interface ToldAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAtMs: number;
  readonly endsAtMs: number;
}

export type NotifierOrder =
  | { readonly kind: 'accept'; readonly alerts: readonly ToldAlert[] }
  /** Kills itself at the next message: before it is sent, or after the receiver took it. */
  | { readonly kind: 'die'; readonly at: 'before-send' | 'after-send' }
  /** Answers once every receiver was told, or is being told, that these alerts fire. */
  | { readonly kind: 'await-firing'; readonly alerts: readonly ToldAlert[] }
  | { readonly kind: 'silence'; readonly label: string; readonly value: string }
  | { readonly kind: 'stop' };

export type NotifierAnswer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'firing' }
  | { readonly kind: 'silenced'; readonly id: string }
  | { readonly kind: 'stopped' };

const settings: NotifierSettings = JSON.parse(process.argv[2] ?? '{}');
let deathAt: 'before-send' | 'after-send' | undefined;

/** Runs one attempt, and dies before or after it where that was ordered. */
async function mortal<Result>(attempt: () => Promise<Result>): Promise<Result> {
  if (deathAt === 'before-send') process.kill(process.pid, 'SIGKILL');
  const result = await attempt();
  if (deathAt === 'after-send') process.kill(process.pid, 'SIGKILL');
  return result;
}

const answer = (message: NotifierAnswer): void => void process.send?.(message);
const post = createHttpTransport();
const smtp = createSmtpTransport();
const http: Transport = { post: (request) => mortal(() => post.post(request)) };
const mail: MailTransport = {
  send: (message, server, options) => mortal(() => smtp.send(message, server, options)),
};
const store = await openStore({ folder: settings.folder });
const { receivers, route, fallback } = settings;
const notifier = createNotifier({
  configuration: { receivers, route, ...(fallback !== undefined && { fallback }) },
  services: { http, mail, secrets: readSecret },
  clock: systemClock,
  state: store.state,
  externalUrl: 'http://127.0.0.1:4400',
});

/** Whether the outbox or the notification log of every receiver says that these alerts fire. */
async function isTold(alerts: readonly ToldAlert[]): Promise<boolean> {
  const kept = [
    ...(await store.state.documents<{ readonly firing: readonly string[] }>('outbox').entries()),
    ...(await store.state.documents<{ readonly firing: readonly string[] }>('notification-log').entries()),
  ];
  return receivers.every(({ name }) => {
    const ofReceiver = kept.filter(([key]) => key.startsWith(`["${name}",`));
    const firing = new Set(ofReceiver.flatMap(([, value]) => value.firing));
    return alerts.every(({ labels }) => firing.has(fingerprint(LabelSet.of(labels))));
  });
}

async function obey(order: NotifierOrder): Promise<void> {
  switch (order.kind) {
    case 'accept':
      notifier.accept(
        order.alerts.map((alert) => ({
          ...alert,
          labels: LabelSet.of(alert.labels),
          generatorUrl: '/alerts',
        })),
      );
      break;
    case 'die':
      deathAt = order.at;
      break;
    case 'await-firing':
      while (!(await isTold(order.alerts))) await sleep(20);
      answer({ kind: 'firing' });
      break;
    case 'silence': {
      const { id } = await notifier.silences.put({
        matchers: [{ name: order.label, op: '=', value: order.value }],
        startsAtMs: systemClock.now(),
        endsAtMs: systemClock.now() + 3_600_000,
        createdBy: 'test',
        comment: 'maintenance',
      });
      answer({ kind: 'silenced', id });
      break;
    }
    case 'stop':
      await notifier.stop();
      await store.close();
      answer({ kind: 'stopped' });
      process.disconnect();
      break;
  }
}

process.on('message', (order: NotifierOrder) => void obey(order));
await notifier.start();
answer({ kind: 'ready' });
