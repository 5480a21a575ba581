import { LabelSet, VirtualClock } from '@telltale/model';
import type { NotifiedAlert } from '../src/alerts/notified-alert.ts';
import type { ChannelServices, Notification, SendAttempt } from '../src/channels/channel.ts';
import type { MailMessage, MailOutcome, MailServer } from '../src/transport/mail-transport.ts';
import type { TransportRequest, TransportResponse } from '../src/transport/transport.ts';

/** Services that take down what is sent, and answer what they are told to. */
export interface RecordingServices extends ChannelServices {
  readonly posted: TransportRequest[];
  readonly mailed: { readonly mail: MailMessage; readonly server: MailServer }[];
}

export interface RecordingOptions {
  /** Answer to each post, or the error instead of one. Default: 200 `ok`. */
  readonly response?: TransportResponse | Error;
  /** Default: accepted. */
  readonly mailOutcome?: MailOutcome;
  /** By the name of the variable. Others are missing. */
  readonly secrets?: Readonly<Record<string, string>>;
}

export function recordingServices(options: RecordingOptions = {}): RecordingServices {
  const { response = { status: 200, headers: {}, body: 'ok' }, mailOutcome = { kind: 'accepted' } } = options;
  const posted: TransportRequest[] = [];
  const mailed: { mail: MailMessage; server: MailServer }[] = [];
  return {
    posted,
    mailed,
    clock: new VirtualClock(1_700_000_000_000),
    secrets: async (secret) => {
      const value = 'env' in secret ? options.secrets?.[secret.env] : undefined;
      if (value === undefined) throw new Error('the variable is not set');
      return value;
    },
    http: {
      post: async (request) => {
        posted.push(request);
        if (response instanceof Error) throw response;
        return response;
      },
    },
    mail: {
      send: async (mail, server) => {
        mailed.push({ mail, server });
        return mailOutcome;
      },
    },
  };
}

/** An attempt that nothing aborts. */
export function anAttempt(): SendAttempt {
  return { idempotencyKey: 'key-1', timeoutMs: 1000, signal: new AbortController().signal };
}

/** An alert; each index another one. */
export function anAlert(rest: Partial<NotifiedAlert> & { readonly index?: number } = {}): NotifiedAlert {
  const { index = 0, ...given } = rest;
  return {
    labels: LabelSet.of({
      alertname: 'HighErrorRate',
      service: 'shop',
      severity: 'page',
      instance: `app:${index}`,
    }),
    annotations: { summary: 'errors rise', description: 'above 5 %' },
    status: 'firing',
    startsAtMs: 1_700_000_000_000,
    endsAtMs: null,
    generatorUrl: '/graph?g0.expr=up',
    fingerprint: index.toString(16).padStart(16, '0'),
    ...given,
  };
}

export function aNotification(rest: Partial<Notification> = {}): Notification {
  return {
    groupKey: '{}:{alertname="HighErrorRate"}',
    groupLabels: LabelSet.of({ alertname: 'HighErrorRate' }),
    reason: 'first notification',
    alerts: [anAlert()],
    externalUrl: 'http://station.example',
    atMs: 1_700_000_030_000,
    ...rest,
  };
}

/** So many alerts of one group. */
export function manyAlerts(count: number, rest: Partial<NotifiedAlert> = {}): readonly NotifiedAlert[] {
  return Array.from({ length: count }, (_, index) => anAlert({ ...rest, index }));
}
