import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LabelSet } from '@telltale/model';
import type { EmailReceiver, JsonValue } from '@telltale/model';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  aNotification,
  anAlert,
  anAttempt,
  manyAlerts,
  recordingServices,
} from '../../../test/channel-services.ts';
import type { RecordingOptions } from '../../../test/channel-services.ts';
import type { MailOutcome } from '../../transport/mail-transport.ts';
import { createEmailChannel } from './email-channel.ts';

const RECEIVER: EmailReceiver = {
  kind: 'email',
  name: 'email',
  to: ['admin@dev-pynode.com'],
  from: 'alerts@dev-pynode.com',
  smarthost: 'localhost:587',
  requireTls: true,
  sendResolved: true,
};

function composed(receiver: Partial<EmailReceiver> = {}, notification = aNotification()) {
  return Object(createEmailChannel({ ...RECEIVER, ...receiver }, recordingServices()).compose(notification));
}

async function send(receiver: Partial<EmailReceiver> = {}, options: RecordingOptions = {}) {
  const services = recordingServices(options);
  const channel = createEmailChannel({ ...RECEIVER, ...receiver }, services);
  const message = JSON.parse(JSON.stringify(channel.compose(aNotification())));
  return { outcome: await channel.send(message, anAttempt()), mailed: services.mailed };
}

describe('a mail', () => {
  test('says in subject, text and HTML which alert fires', () => {
    const mail = composed();
    expect(mail.subject).toBe('[FIRING:1] HighErrorRate on shop (page)');
    expect(mail.text).toContain('errors rise [firing]\nabove 5 %\nLabels: instance=app:0 service=shop\n');
    expect(mail.html).toContain('<strong>errors rise</strong>');
    expect(mail.html).toContain('<a href="http://station.example/graph?g0.expr=up">Query</a>');
  });

  test('says in the words of the receiver what its Go templates say', () => {
    const text = [
      '{{ range .Alerts }}',
      'Alert: {{ .Annotations.summary }}',
      'Description: {{ .Annotations.description }}',
      '{{ end }}',
    ].join('\n');
    const mail = composed({ subject: 'Dev-PyNode Alert: {{ .GroupLabels.alertname }}', text });
    expect(mail.subject).toBe('Dev-PyNode Alert: HighErrorRate');
    expect(mail.text).toBe('\nAlert: errors rise\nDescription: above 5 %\n');
    expect(mail).not.toHaveProperty('html');
  });

  test('stands in the thread of its group and day, each with an id of its own', () => {
    const [first, later] = [composed(), composed({}, aNotification({ atMs: 1_700_000_050_000 }))];
    const other = composed({}, aNotification({ groupKey: '{}:{alertname="B"}' }));
    expect(first.headers['In-Reply-To']).toMatch(/^<alert-[0-9a-f]{16}-2023-11-14@dev-pynode\.com>$/);
    expect(later.headers['In-Reply-To']).toBe(first.headers['In-Reply-To']);
    expect(later.headers.References).toBe(first.headers['In-Reply-To']);
    expect(other.headers['In-Reply-To']).not.toBe(first.headers['In-Reply-To']);
    expect(new Set([first.messageId, later.messageId, other.messageId]).size).toBe(3);
    expect(composed().messageId).toBe(first.messageId);
  });

  test('has a subject of one line, and HTML that no label breaks out of (case 75)', () => {
    const labels = LabelSet.of({
      alertname: 'A\r\nBcc: evil@x.example',
      zone: '<img src=x onerror=alert(1)>',
    });
    const annotations = { summary: '</p><script>x</script>', runbook_url: 'javascript:alert(1)' };
    const mail = composed({}, aNotification({ alerts: [anAlert({ labels, annotations })] }));
    expect(mail.subject).toBe('[FIRING:1] A Bcc: evil@x.example');
    expect(mail.html).not.toMatch(/<script|<img|javascript:/);
    expect(mail.html).toContain('href="#ZgotmplZ"');
  });

  test('shows so many alerts as fit, and says how many are missing (case 74)', () => {
    const annotations = { summary: 's', description: 'x'.repeat(2000) };
    const mail = composed({}, aNotification({ alerts: manyAlerts(10_000, { annotations }) }));
    expect(mail.text.length).toBeLessThan(600_000);
    expect(mail.text).toMatch(/… and \d+ more alerts$/);
    expect(mail.html).toMatch(/<p>… and \d+ more alerts<\/p>\n<\/body>/);
    expect(mail.subject).toContain('[FIRING:10000]');
  });

  test('falls back to the standard words where its templates fail (case 75)', () => {
    const mail = composed({ subject: '{{ .Nope }}', html: '{{ .Nope }}' });
    expect(mail.subject).toBe('[FIRING:1] HighErrorRate on shop (page)');
    expect(mail.html).toMatch(/\(template failed: subject: [^]*\(template failed: html: [^]*<\/body>/);
  });
});

describe('a mail receiver that cannot work is found before anything is sent', () => {
  test.each<[string, Partial<EmailReceiver>, string]>([
    ['a line end in an address (case 76)', { to: ['b@x\r\nRCPT TO:<evil@x>'] }, 'line end'],
    ['a group (case 76)', { to: ['team: a@x.example;'] }, 'group of addresses'],
    ['a list in one address', { to: ['a@x.example,b@x.example'] }, 'more than one address'],
    ['several senders', { from: 'a@x.example, b@x.example' }, 'more than one address'],
    ['a mail server without a port', { smarthost: 'mail.example' }, 'host:port'],
    ['a port that is none', { smarthost: 'mail.example:70000' }, 'is no mail server'],
    ['a mail server with a line end', { smarthost: 'mail.example\r\n:25' }, 'is no mail server'],
  ])('%s', (_, receiver, error) => {
    expect(() => createEmailChannel({ ...RECEIVER, ...receiver }, recordingServices())).toThrow(
      expect.objectContaining({
        code: 'TT_DEFINITION_INVALID',
        ...(error === 'host:port'
          ? { fix: expect.stringContaining(error) }
          : { message: expect.stringContaining(error) }),
      }),
    );
  });
});

describe('sending a mail', () => {
  test.each<[Partial<EmailReceiver>, object]>([
    [{}, { host: 'localhost', port: 587, tls: 'required' }],
    [{ smarthost: 'mail.example:465' }, { host: 'mail.example', port: 465, tls: 'implicit' }],
    [
      { smarthost: '[::1]:25', requireTls: false },
      { host: '::1', port: 25, tls: 'opportunistic' },
    ],
    [
      { username: 'u', password: { env: 'PASSWORD' } },
      { username: 'u', password: 'SENTINEL' },
    ],
  ])('%j', async (receiver, server) => {
    const { outcome, mailed } = await send(receiver, { secrets: { PASSWORD: 'SENTINEL' } });
    expect(outcome).toEqual({ kind: 'delivered' });
    expect(mailed).toMatchObject([{ server, mail: { from: RECEIVER.from, to: RECEIVER.to } }]);
  });

  test('the certificate is read from its file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'telltale-test-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const caFile = join(folder, 'ca.pem');
    writeFileSync(caFile, 'PEM');
    expect((await send({ caFile })).mailed[0].server.ca).toBe('PEM');
    const { outcome, mailed } = await send({ caFile: join(folder, 'none.pem') });
    expect(outcome).toMatchObject({ kind: 'retry', error: expect.stringContaining('cannot be read') });
    expect(mailed).toEqual([]);
  });

  test.each<[MailOutcome, object]>([
    [
      { kind: 'temporary', error: 'busy', isAuthentication: false },
      { kind: 'retry', reason: 'serverError', error: 'busy' },
    ],
    [
      { kind: 'permanent', error: 'no such user', isAuthentication: false },
      { kind: 'refused', reason: 'clientError', error: 'no such user' },
    ],
    [
      { kind: 'permanent', error: 'wrong: SENTINEL', isAuthentication: true },
      { kind: 'refused', reason: 'authError', error: 'wrong: [redacted]' },
    ],
  ])('%j', async (mailOutcome, expected) => {
    const { outcome } = await send(
      { username: 'u', password: { env: 'PASSWORD' } },
      { mailOutcome, secrets: { PASSWORD: 'SENTINEL' } },
    );
    expect(outcome).toEqual(expected);
  });

  test('what is no mail in the outbox is refused', async () => {
    const channel = createEmailChannel(RECEIVER, recordingServices());
    const messages: readonly JsonValue[] = [
      'text',
      null,
      [],
      {},
      { from: 1 },
      { from: 'a@b.c', to: 'a@b.c' },
    ];
    for (const message of messages) {
      expect(await channel.send(message, anAttempt())).toMatchObject({ kind: 'refused' });
    }
  });
});
