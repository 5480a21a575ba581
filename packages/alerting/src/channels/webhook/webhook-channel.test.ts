import { createHmac } from 'node:crypto';
import { LabelSet } from '@telltale/model';
import type { WebhookReceiver } from '@telltale/model';
import { describe, expect, test } from 'vitest';
import {
  aNotification,
  anAlert,
  anAttempt,
  manyAlerts,
  recordingServices,
} from '../../../test/channel-services.ts';
import type { RecordingOptions } from '../../../test/channel-services.ts';
import { AddressRefused } from '../../transport/address-guard.ts';
import { bodyOf } from '../post-message.ts';
import { createWebhookChannel } from './webhook-channel.ts';

const RECEIVER: WebhookReceiver = {
  kind: 'webhook',
  name: 'web.hook',
  url: 'http://webhook:5001/',
  sendResolved: true,
};

function composed(receiver: Partial<WebhookReceiver> = {}, notification = aNotification()) {
  return createWebhookChannel({ ...RECEIVER, ...receiver }, recordingServices()).compose(notification);
}

function payload(receiver: Partial<WebhookReceiver> = {}, notification = aNotification()) {
  return JSON.parse(bodyOf(composed(receiver, notification)));
}

async function send(receiver: Partial<WebhookReceiver> = {}, options: RecordingOptions = {}) {
  const services = recordingServices(options);
  const channel = createWebhookChannel({ ...RECEIVER, ...receiver }, services);
  const outcome = await channel.send(channel.compose(aNotification()), anAttempt());
  return { outcome, posted: services.posted };
}

describe('a webhook message', () => {
  test('is Alertmanager’s, version 4, and says why it is sent', () => {
    expect(payload()).toEqual({
      receiver: 'web\\.hook',
      status: 'firing',
      alerts: [
        {
          status: 'firing',
          labels: { alertname: 'HighErrorRate', instance: 'app:0', service: 'shop', severity: 'page' },
          annotations: { summary: 'errors rise', description: 'above 5 %' },
          startsAt: '2023-11-14T22:13:20Z',
          endsAt: '0001-01-01T00:00:00Z',
          generatorURL: 'http://station.example/graph?g0.expr=up',
          fingerprint: '0000000000000000',
        },
      ],
      groupLabels: { alertname: 'HighErrorRate' },
      commonLabels: { alertname: 'HighErrorRate', instance: 'app:0', service: 'shop', severity: 'page' },
      commonAnnotations: { summary: 'errors rise', description: 'above 5 %' },
      externalURL: 'http://station.example',
      version: '4',
      groupKey: '{}:{alertname="HighErrorRate"}',
      truncatedAlerts: 0,
      notification_reason: 'first notification',
    });
  });

  test('has no more alerts than the receiver wants, those that fire first (case 74)', () => {
    const over = anAlert({ index: 99, status: 'resolved', endsAtMs: 1_700_000_020_000 });
    const alerts = [over, ...manyAlerts(5)];
    const cut = payload({ maxAlerts: 2 }, aNotification({ alerts }));
    expect(cut).toMatchObject({ status: 'firing', truncatedAlerts: 4 });
    expect(cut.alerts.map(({ labels }: { labels: { instance: string } }) => labels.instance)).toEqual([
      'app:0',
      'app:1',
    ]);
    expect(payload({}, aNotification({ alerts }))).toMatchObject({ truncatedAlerts: 0 });
  });

  test('keeps a label named __proto__', () => {
    const labels = LabelSet.of({ alertname: 'A', ['__proto__']: 'x' });
    const text = bodyOf(composed({}, aNotification({ alerts: [anAlert({ labels })] })));
    expect(text).toContain('"__proto__":"x"');
  });
});

describe('a body of the receiver’s own', () => {
  test('is the JSON that its template prints', () => {
    const body = '{"text": {{ .CommonAnnotations.summary | toJson }}, "n": {{ len .Alerts }}}';
    expect(payload({ body })).toEqual({ text: 'errors rise', n: 1 });
  });

  test('cannot be broken by labels that go through toJson (case 75)', () => {
    const labels = LabelSet.of({ alertname: '"}\r\n<!channel>\u2028' });
    const notification = aNotification({ alerts: [anAlert({ labels })] });
    expect(payload({ body: '{"a": {{ toJson .CommonLabels.alertname }}}' }, notification)).toEqual({
      a: '"}\r\n<!channel>\u2028',
    });
  });

  test('that is no JSON is refused with the reason, and nothing is sent', async () => {
    const { outcome, posted } = await send({ body: '{"a": {{ .Status }}}' });
    expect(outcome).toMatchObject({
      kind: 'refused',
      error: expect.stringContaining('the template `body` printed no JSON: '),
    });
    expect(posted).toEqual([]);
  });

  test('whose template fails is refused with the reason', async () => {
    const { outcome, posted } = await send({ body: '{{ .Alerts.Nope }}' });
    expect(outcome).toMatchObject({ kind: 'refused', error: expect.stringContaining('Nope') });
    expect(posted).toEqual([]);
  });

  test('that is no template is found before anything is sent', () => {
    expect(() => composed({ body: '{{ if }}' })).toThrow('The template `body` of the receiver "web.hook"');
  });
});

describe('sending a webhook', () => {
  test('carries a key that is the same at each attempt', async () => {
    const { posted } = await send();
    expect(posted).toMatchObject([
      {
        url: 'http://webhook:5001/',
        headers: { 'content-type': 'application/json', 'idempotency-key': 'key-1' },
        timeoutMs: 1000,
      },
    ]);
  });

  test('address, token and key are read when they are needed', async () => {
    const receiver = { url: { env: 'URL' }, authorization: { env: 'TOKEN' }, signature: { env: 'SIGN' } };
    const secrets = { URL: 'https://hook.example/SENTINEL', TOKEN: 'token-1', SIGN: 'sign-1' };
    const { outcome, posted } = await send(receiver, { secrets });
    expect(outcome).toMatchObject({ kind: 'delivered' });
    const [{ url, headers, body }] = posted;
    expect(url).toBe('https://hook.example/SENTINEL');
    expect(headers.authorization).toBe('Bearer token-1');
    const signature = createHmac('sha256', 'sign-1').update(body).digest('hex');
    expect(headers['x-telltale-signature']).toBe(`sha256=${signature}`);
  });

  test('a secret that is missing is tried again: it may be on its way', async () => {
    const { outcome, posted } = await send({ url: { env: 'URL' } });
    expect(outcome).toEqual({ kind: 'retry', reason: 'other', error: 'the variable is not set' });
    expect(posted).toEqual([]);
  });

  test('a token with a line end is not sent, and not shown', async () => {
    const { outcome, posted } = await send(
      { authorization: { env: 'TOKEN' } },
      { secrets: { TOKEN: 'SENTINEL\r\nx-evil: 1' } },
    );
    expect(outcome).toMatchObject({ kind: 'refused', error: expect.stringContaining('authorization') });
    expect(JSON.stringify(outcome)).not.toContain('SENTINEL');
    expect(posted).toEqual([]);
  });

  test('an address that is forbidden is refused for good', async () => {
    const { outcome } = await send({}, { response: new AddressRefused('messages may not be sent to …') });
    expect(outcome).toMatchObject({ kind: 'refused', reason: 'clientError' });
  });

  test('an aborted attempt is tried again', async () => {
    const services = recordingServices({ response: new Error('closed') });
    const channel = createWebhookChannel(RECEIVER, services);
    const outcome = await channel.send('{}', { ...anAttempt(), signal: AbortSignal.abort() });
    expect(outcome).toMatchObject({ kind: 'retry', reason: 'contextCanceled' });
  });
});
