import { channelFor, createHttpTransport, createSmtpTransport } from '@telltale/alerting';
import type { ChannelServices, Notification, SendOutcome } from '@telltale/alerting';
import { LabelSet, systemClock } from '@telltale/model';
import type { Receiver } from '@telltale/model';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startSinks } from './sinks.ts';
import type { Sinks } from './sinks.ts';

let sinks: Sinks;

beforeEach(async () => {
  sinks = await startSinks();
});

afterEach(() => sinks.close());

const RECEIVERS: readonly Receiver[] = [
  { kind: 'webhook', name: 'hook', url: 'http://webhook:5001/', sendResolved: true },
  { kind: 'slack', name: 'chat', url: { env: 'SLACK' }, channel: '#ops', sendResolved: true },
  { kind: 'pagerduty', name: 'pager', routingKey: { env: 'PAGER' }, sendResolved: true },
  {
    kind: 'email',
    name: 'mail',
    to: ['ops@shop.example', 'Team <team@shop.example>'],
    from: 'Shop alerts <alerts@shop.example>',
    smarthost: 'mail.shop.example:587',
    requireTls: true,
    sendResolved: true,
  },
];

function notification(labels: Record<string, string> = {}, resolved = false): Notification {
  const all = LabelSet.of({ alertname: 'HighErrorRate', service: 'shop', severity: 'page', ...labels });
  return {
    groupKey: '{}:{alertname="HighErrorRate"}',
    groupLabels: LabelSet.of({ alertname: 'HighErrorRate' }),
    reason: resolved ? 'all alerts resolved' : 'first notification',
    alerts: [
      {
        labels: all,
        annotations: {
          summary: 'Errors: 7 % & more',
          description: 'Läuft <heiß>',
          runbook_url: 'https://runbooks.example/errors?a=1&b=2',
        },
        status: resolved ? 'resolved' : 'firing',
        startsAtMs: 1_700_000_000_000,
        endsAtMs: resolved ? 1_700_000_600_000 : null,
        generatorUrl: '/graph?expr=up%7B%7D',
        fingerprint: '0123456789abcdef',
      },
    ],
    externalUrl: 'http://station:4400',
    atMs: 1_700_000_700_000,
  };
}

function send(receiver: Receiver, told: Notification): Promise<SendOutcome> {
  const services: ChannelServices = {
    http: createHttpTransport(),
    mail: createSmtpTransport(),
    secrets: sinks.secrets,
    clock: systemClock,
  };
  const channel = channelFor(sinks.receiverFor(receiver), services);
  const message = JSON.parse(JSON.stringify(channel.compose(told)));
  return channel.send(message, {
    idempotencyKey: 'k',
    timeoutMs: 5000,
    signal: new AbortController().signal,
  });
}

describe.each(RECEIVERS)('$kind', (receiver) => {
  test('what fires is accepted', async () => {
    expect(await send(receiver, notification())).toMatchObject({ kind: 'delivered' });
    expect(sinks.refused).toEqual([]);
    expect(sinks.accepted).toMatchObject([{ receiver: receiver.name, kind: receiver.kind }]);
  });

  test('what is resolved is accepted', async () => {
    expect(await send(receiver, notification({}, true))).toMatchObject({ kind: 'delivered' });
    expect(sinks.refused).toEqual([]);
  });
});
