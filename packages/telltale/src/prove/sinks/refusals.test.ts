import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Receiver } from '@telltale/model';
import { mailFaults } from './mail-contract.ts';
import type { ReceivedMail } from './mail-contract.ts';
import PostalMime from 'postal-mime';
import { pagerDutyFaults } from './pagerduty-contract.ts';
import { startSinks } from './sinks.ts';
import type { Sinks } from './sinks.ts';
import { slackFaults } from './slack-contract.ts';

const ATTACHMENT = {
  fallback: 'f',
  title: 't',
  text: 'x <https://a.example|b> &amp; <!here>',
  color: 'good',
};

describe('what Slack would not take or show is refused', () => {
  test('a correct message has no faults', () => {
    expect(
      slackFaults({ channel: '#ops', attachments: [{ ...ATTACHMENT, mrkdwn_in: ['text'], ts: 1 }] }),
    ).toEqual([]);
    expect(slackFaults({ text: 'only text' })).toEqual([]);
  });

  test.each<[string, unknown, string]>([
    ['no object', [], 'must be a JSON object'],
    ['nothing to show', {}, 'no_text'],
    ['an unknown field', { text: 'x', title: 'y' }, 'title is no field of the format'],
    [
      'an unknown field of an attachment',
      { attachments: [{ ...ATTACHMENT, body: '' }] },
      'attachments[0].body is no field',
    ],
    ['no fallback', { attachments: [{ title: 't' }] }, 'attachments[0].fallback is missing'],
    [
      'a long title',
      { attachments: [{ ...ATTACHMENT, title: 'x'.repeat(1025) }] },
      'at most 1024 characters',
    ],
    ['a long text', { text: 'x'.repeat(40_001) }, 'at most 40000 characters'],
    ['too many attachments', { attachments: Array.from({ length: 101 }, () => ATTACHMENT) }, 'at most 100'],
    [
      'a colour that is none',
      { attachments: [{ ...ATTACHMENT, color: 'red' }] },
      'color must be good, warning, danger',
    ],
    [
      'a link that is none',
      { attachments: [{ ...ATTACHMENT, title_link: 'x' }] },
      'title_link must be an http',
    ],
    ['a bare <', { attachments: [{ ...ATTACHMENT, text: 'a < b' }] }, 'has a < that is not escaped'],
    ['a bare &', { text: 'a & b' }, 'text has a & that is not escaped'],
    ['text that is no string', { text: 5 }, 'text must be a string'],
    [
      'fields that are none',
      { attachments: [{ ...ATTACHMENT, fields: [{ title: 't' }] }] },
      'value is missing',
    ],
  ])('%s', (_, message, rule) => {
    const faults = slackFaults(message);
    expect(faults.map((fault) => fault.rule).join()).toContain(rule);
    for (const { document } of faults) expect(document).toMatch(/^https:\/\/docs\.slack\.dev\//);
  });
});

const EVENT = {
  routing_key: '0123456789abcdef0123456789abcdef',
  event_action: 'trigger',
  dedup_key: 'd',
  payload: {
    summary: 's',
    source: 'x',
    severity: 'critical',
    timestamp: '2026-01-01T00:00:00Z',
    custom_details: {},
  },
};

describe('what PagerDuty would not take is refused', () => {
  test('a correct event has no faults', () => {
    expect(
      pagerDutyFaults({ ...EVENT, client: 'c', links: [{ href: 'https://a.example', text: 't' }] }, 100),
    ).toEqual([]);
    const { payload: _, ...resolve } = EVENT;
    expect(pagerDutyFaults({ ...resolve, event_action: 'resolve' }, 100)).toEqual([]);
  });

  test.each<[string, unknown, string]>([
    ['no object', 'text', 'must be a JSON object'],
    ['a key that is none', { ...EVENT, routing_key: 'short' }, 'routing_key must have 32'],
    ['an action that is none', { ...EVENT, event_action: 'open' }, 'event_action must be "trigger"'],
    ['a long key', { ...EVENT, dedup_key: 'x'.repeat(256) }, 'dedup_key must have at most 255'],
    ['no payload', { ...EVENT, payload: undefined }, 'payload must be an object'],
    [
      'a long summary',
      { ...EVENT, payload: { ...EVENT.payload, summary: 'x'.repeat(1025) } },
      'at most 1024',
    ],
    [
      'an empty summary',
      { ...EVENT, payload: { ...EVENT.payload, summary: '' } },
      'summary must not be empty',
    ],
    ['no source', { ...EVENT, payload: { summary: 's', severity: 'info' } }, 'payload.source is missing'],
    [
      'a severity that is none',
      { ...EVENT, payload: { ...EVENT.payload, severity: 'page' } },
      'severity must be',
    ],
    [
      'a time that is none',
      { ...EVENT, payload: { ...EVENT.payload, timestamp: 'now' } },
      'timestamp must be a time',
    ],
    ['an unknown field', { ...EVENT, description: 'd' }, 'description is no field'],
    ['a link without address', { ...EVENT, links: [{ text: 't' }] }, 'href is missing'],
  ])('%s', (_, event, rule) => {
    const faults = pagerDutyFaults(event, 100);
    expect(faults.map((fault) => fault.rule).join()).toContain(rule);
    for (const { document } of faults) expect(document).toMatch(/^https:\/\/developer\.pagerduty\.com\//);
  });

  test('an event that is too large', () => {
    expect(pagerDutyFaults(EVENT, 512_001)).toMatchObject([
      { rule: expect.stringContaining('512000 bytes') },
    ]);
  });
});

const HEAD = [
  'From: Shop <alerts@shop.example>',
  'To: ops@shop.example',
  'Subject: hello',
  'Date: Tue, 14 Nov 2023 22:13:20 +0000',
  'Message-ID: <1@shop.example>',
  'MIME-Version: 1.0',
  'Auto-Submitted: auto-generated',
  'Content-Type: text/plain; charset=utf-8',
  'Content-Transfer-Encoding: quoted-printable',
];

async function mail(head: readonly string[], body = 'text'): Promise<ReceivedMail> {
  const raw = `${head.join('\r\n')}\r\n\r\n${body}\r\n`;
  const parsed = await PostalMime.parse(Buffer.from(raw, 'latin1'));
  return { raw, parsed, sender: 'alerts@shop.example', recipients: ['ops@shop.example'] };
}

describe('what the standards of mail do not allow is refused', () => {
  test('a correct mail has no faults', async () => {
    expect(mailFaults(await mail(HEAD))).toEqual([]);
  });

  test.each<[string, readonly string[], string, string]>([
    ['a header that is missing', HEAD.slice(1), 'text', 'the header from is missing'],
    ['a header that stands twice', [...HEAD, 'Subject: again'], 'text', 'the header subject stands 2 times'],
    [
      'two senders',
      ['From: alerts@shop.example, b@x.example', ...HEAD.slice(1)],
      'text',
      'From must be one address',
    ],
    ['another sender', ['From: other@shop.example', ...HEAD.slice(1)], 'text', 'the same as MAIL FROM'],
    ['other recipients', [...HEAD.slice(0, 1), 'To: b@x.example', ...HEAD.slice(2)], 'text', 'To must name'],
    ['a date that is none', [...HEAD.slice(0, 3), 'Date: soon', ...HEAD.slice(4)], 'text', 'date is no date'],
    [
      'an id that is none',
      [...HEAD.slice(0, 4), 'Message-ID: 1', ...HEAD.slice(5)],
      'text',
      'message-id is no id',
    ],
    ['no version of MIME', HEAD.filter((line) => !line.startsWith('MIME')), 'text', 'MIME-Version'],
    [
      'a mail that does not say it is automatic',
      HEAD.filter((line) => !line.startsWith('Auto')),
      'text',
      'Auto-Submitted',
    ],
    ['letters that are not encoded', [...HEAD, 'X-A: ü'], 'text', 'printable ASCII'],
    ['a long line', HEAD, 'x'.repeat(1000), 'more than 998'],
    ['a line of quoted-printable that is long', HEAD, 'x'.repeat(80), 'at most 76'],
    ['a lone line feed', HEAD, 'a\nb', 'CR and LF'],
    ['bytes that are not encoded', HEAD, 'ü', 'not encoded'],
    ['no body', HEAD, '', 'no body'],
    [
      'HTML in front of the text',
      [...HEAD.slice(0, 7), 'Content-Type: multipart/alternative; boundary=b'],
      '--b\r\nContent-Type: text/html\r\n\r\n<p>x</p>\r\n--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b--',
      'the richest alternative goes last',
    ],
  ])('%s', async (_, head, body, rule) => {
    const faults = mailFaults(await mail(head, body));
    expect(faults.map((fault) => fault.rule).join()).toContain(rule);
    for (const { document } of faults)
      expect(document).toMatch(/^https:\/\/www\.rfc-editor\.org\/rfc\/rfc\d+/);
  });
});

describe('a sink', () => {
  let sinks: Sinks;
  beforeEach(async () => {
    sinks = await startSinks();
  });
  afterEach(() => sinks.close());

  const WEBHOOK: Receiver = {
    kind: 'webhook',
    name: 'hook',
    url: { env: 'URL' },
    authorization: { env: 'TOKEN' },
    signature: { env: 'KEY' },
    sendResolved: true,
  };

  async function post(
    receiver: Receiver,
    body: string,
    headers: Record<string, string> = {},
  ): Promise<string> {
    const redirected = sinks.receiverFor(receiver);
    const url = redirected.kind === 'webhook' || redirected.kind === 'slack' ? redirected.url : '';
    const address = typeof url === 'string' ? url : await sinks.secrets(url);
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
    return `${response.status} ${await response.text()}`;
  }

  test('answers with the rule and the document, and keeps what it refused', async () => {
    const answer = await post(
      { kind: 'slack', name: 'chat', url: { env: 'X' }, sendResolved: true },
      '{"title":1}',
    );
    expect(answer).toMatch(
      /^400 invalid_payload: title is no field of the format \(see https:\/\/docs\.slack\.dev/,
    );
    expect(sinks.refused).toMatchObject([{ receiver: 'chat', kind: 'slack', payload: { title: 1 } }]);
    expect(sinks.accepted).toEqual([]);
  });

  test('wants token and signature where the receiver has them', async () => {
    const answer = await post(WEBHOOK, '{}', { authorization: 'Bearer wrong' });
    expect(answer).toContain('the header authorization must hold the token (see https://prometheus.io/docs/');
    expect(answer).toContain('the header x-telltale-signature must hold the HMAC of the body');
  });

  test('of a webhook with a body of its own wants nothing but JSON', async () => {
    const receiver: Receiver = {
      kind: 'webhook',
      name: 'own',
      url: 'http://x.example/',
      body: '{}',
      sendResolved: true,
    };
    expect(await post(receiver, '{"any": 1}')).toBe('200 ok');
    expect(await post(receiver, '{')).toContain('400 the body is not JSON');
  });

  test('is the same for the same receiver, and has no secrets but its own', async () => {
    expect(sinks.receiverFor(WEBHOOK)).toBe(sinks.receiverFor({ ...WEBHOOK }));
    await expect(sinks.secrets({ env: 'PATH' })).rejects.toThrow('no such secret');
    await expect(sinks.secrets({ file: '/etc/hostname' })).rejects.toThrow('no such secret');
  });
});
