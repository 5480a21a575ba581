import { LabelSet } from '@telltale/model';
import type { SlackReceiver } from '@telltale/model';
import { describe, expect, test } from 'vitest';
import {
  aNotification,
  anAlert,
  anAttempt,
  manyAlerts,
  recordingServices,
} from '../../../test/channel-services.ts';
import { createSlackChannel } from './slack-channel.ts';
import type { SlackPayload } from './slack-payload.ts';

const URL = 'https://hooks.slack.example/services/T000/B000/SENTINEL';
const RECEIVER: SlackReceiver = {
  kind: 'slack',
  name: 'chat',
  url: { env: 'SLACK' },
  channel: '#ops',
  sendResolved: true,
};

function composed(receiver: Partial<SlackReceiver> = {}, notification = aNotification()): SlackPayload {
  const channel = createSlackChannel({ ...RECEIVER, ...receiver }, recordingServices());
  return channel.compose(notification) as unknown as SlackPayload;
}

describe('a message to Slack', () => {
  test('has a title, a text, a colour and a link', () => {
    const { channel, attachments } = composed();
    expect(channel).toBe('#ops');
    expect(attachments).toEqual([
      {
        title: '[FIRING:1] HighErrorRate on shop (page)',
        title_link: 'http://station.example/alerts',
        text: [
          '*errors rise*',
          'above 5 %',
          'Labels: instance=app:0 service=shop',
          'since 2023-11-14 22:13:20 UTC | <http://station.example/graph?g0.expr=up|query>',
        ].join('\n'),
        fallback: '[FIRING:1] HighErrorRate on shop (page)',
        color: 'danger',
        mrkdwn_in: ['text', 'fallback'],
      },
    ]);
  });

  test('is green when all is over', () => {
    const alerts = [anAlert({ status: 'resolved', endsAtMs: 1_700_000_030_000 })];
    expect(composed({}, aNotification({ alerts })).attachments[0]).toMatchObject({
      color: 'good',
      title: '[RESOLVED] HighErrorRate on shop (page)',
    });
  });

  test('says what the receiver’s own templates say', () => {
    const own = { title: '<!here> {{ .GroupLabels.alertname }}', text: '{{ .Status | toUpper }}' };
    expect(composed(own).attachments[0]).toMatchObject({ title: '<!here> HighErrorRate', text: 'FIRING' });
  });

  test('calls nobody and links nowhere because of a label or an annotation (case 75)', () => {
    const labels = LabelSet.of({ alertname: 'A<!channel>', zone: '<https://evil.example|click>' });
    const annotations = { summary: '<!everyone> *&* <@U123>' };
    const { attachments } = composed({}, aNotification({ alerts: [anAlert({ labels, annotations })] }));
    const text = JSON.stringify(attachments);
    expect(text).not.toMatch(/<[!@]|<https:\/\/evil/);
    expect(text).toContain('&lt;!channel&gt;');
    expect(text).toContain('&lt;!everyone&gt; *&amp;* &lt;@U123&gt;');
  });

  test('is cut where Slack’s limits are, and says how many alerts are missing (case 74)', () => {
    const labels = LabelSet.of({ alertname: 'x'.repeat(3000) });
    const { attachments } = composed({}, aNotification({ alerts: [anAlert({ labels })] }));
    expect(attachments[0].title).toHaveLength(1024);
    expect(attachments[0].title.endsWith('…')).toBe(true);
    const many = composed({}, aNotification({ alerts: manyAlerts(10_000) })).attachments[0];
    expect(many.title).toContain('[FIRING:10000]');
    expect(many.text.length).toBeLessThan(8100);
    expect(many.text).toMatch(/\n… and \d+ more alerts$/);
  });

  test('falls back to the standard words where its template fails, and says so (case 75)', () => {
    const { attachments } = composed({ text: '{{ .Alerts.Nope }}' });
    expect(attachments[0].text).toMatch(/^\*errors rise\*/);
    expect(attachments[0].text).toMatch(/\n\(template failed: text: .*Nope.*\)$/);
  });

  test('ends however a template loops (case 75)', () => {
    const loop = '{{ define "x" }}{{ template "x" . }}{{ template "x" . }}{{ end }}{{ template "x" . }}';
    expect(composed({ text: loop }).attachments[0].text).toContain('(template failed: text: ');
  });
});

test('a template that cannot be read is found before anything is sent', () => {
  expect(() => composed({ title: '{{ .Status' })).toThrow(
    'The template `title` of the receiver "chat" cannot be read: unclosed action.',
  );
  expect(() => composed({ text: '{{ foo }}' })).toThrow('function "foo" not defined');
});

describe('what Slack answers', () => {
  async function send(status: number, body: string) {
    const services = recordingServices({
      secrets: { SLACK: URL },
      response: { status, headers: { 'retry-after': '30' }, body },
    });
    const channel = createSlackChannel(RECEIVER, services);
    return { outcome: await channel.send(channel.compose(aNotification()), anAttempt()), services };
  }

  test('ok, as text or JSON, is a delivery', async () => {
    const { outcome, services } = await send(200, 'ok');
    expect(outcome).toMatchObject({ kind: 'delivered' });
    expect(services.posted).toMatchObject([{ url: URL, headers: { 'idempotency-key': 'key-1' } }]);
    expect((await send(200, '{"ok":true}')).outcome.kind).toBe('delivered');
  });

  test.each([
    ['channel_not_found', 'refused', 'clientError'],
    ['invalid_payload', 'refused', 'clientError'],
    ['no_service', 'refused', 'clientError'],
    ['{"ok":false,"error":"channel_is_archived"}', 'refused', 'clientError'],
    ['{"ok":false,"error":"invalid_auth"}', 'refused', 'authError'],
    ['rollup_error', 'retry', 'other'],
    ['{"ok":false,"error":"ratelimited"}', 'retry', 'rateLimited'],
    ['<html>proxy</html>', 'retry', 'other'],
    ['{"ok":', 'retry', 'other'],
    ['null', 'retry', 'other'],
    ['', 'retry', 'other'],
  ])('200 with %j is no delivery (case 83)', async (body, kind, reason) => {
    expect((await send(200, body)).outcome).toMatchObject({ kind, reason });
  });

  test.each([
    [400, 'invalid_payload', 'refused', 'clientError'],
    [403, 'action_prohibited', 'refused', 'authError'],
    [404, 'no_service', 'refused', 'clientError'],
    [410, 'channel_is_archived', 'refused', 'clientError'],
    [429, 'rate_limited', 'retry', 'rateLimited'],
    [500, 'rollup_error', 'retry', 'serverError'],
  ])('%i %s', async (status, body, kind, reason) => {
    const { outcome } = await send(status, body);
    expect(outcome).toMatchObject({ kind, reason, error: `HTTP ${status}: ${body}`, retryAfterMs: 30_000 });
  });
});
