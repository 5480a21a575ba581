import type { Receiver } from '@telltale/model';
import { describe, expect, test } from 'vitest';
import { createRealTarget } from './real-target.ts';

const RECEIVERS: readonly Receiver[] = [
  { kind: 'slack', name: 'chat', url: { env: 'CHAT' }, sendResolved: true },
  { kind: 'pagerduty', name: 'oncall', routingKey: { env: 'KEY' }, sendResolved: true },
  { kind: 'webhook', name: 'hook', url: 'http://hook.test/', sendResolved: true },
  {
    kind: 'email',
    name: 'mail',
    to: ['ops@example.org'],
    from: 'a@example.org',
    smarthost: 'mail.test:25',
    requireTls: true,
    sendResolved: true,
  },
];
const VALUES: Readonly<Record<string, string>> = { CHAT: 'http://chat.test/secret', KEY: 'top-secret' };

function bench(status = 200) {
  const posted: string[] = [];
  const target = createRealTarget(RECEIVERS, {
    secrets: async (secret) => ('env' in secret ? VALUES[secret.env] : ''),
    mail: { send: async () => ({ kind: 'accepted' }) },
    http: {
      post: async ({ url }) => {
        posted.push(url);
        return { status, headers: {}, body: '' };
      },
    },
  });
  const post = (url: string, message: unknown) =>
    target.services.http.post({ url, headers: {}, body: JSON.stringify(message), timeoutMs: 1000 });
  return { target, posted, post };
}

describe('the real receivers as the target of a drill', () => {
  test('are told apart by address and key, and what is shown of them holds no secret', async () => {
    const { target, post } = bench();
    await target.services.secrets({ env: 'CHAT' });
    await target.services.secrets({ env: 'KEY' });
    await post('http://chat.test/secret', { text: 'a' });
    await post('http://pagerduty.test/', { routing_key: 'top-secret', event_action: 'trigger' });
    await post('http://hook.test/', { version: '4' });
    await target.services.mail.send(
      {
        from: 'a@example.org',
        to: ['ops@example.org'],
        subject: 's',
        headers: {},
        messageId: 'm',
        dateMs: 0,
      },
      { host: 'mail.test', port: 25, tls: 'required' },
      { timeoutMs: 1000, signal: new AbortController().signal },
    );
    expect(target.received().map(({ receiver, kind }) => `${receiver} ${kind}`)).toEqual([
      'chat slack',
      'oncall pagerduty',
      'hook webhook',
      'mail email',
    ]);
    expect(JSON.stringify(target.received())).not.toContain('secret');
  });

  test('are asked no more after one has failed', async () => {
    const { target, post, posted } = bench(503);
    expect((await post('http://hook.test/', {})).status).toBe(503);
    await expect(post('http://hook.test/', {})).rejects.toThrow('not sent again');
    expect(posted).toHaveLength(1);
    expect(target.received()).toEqual([]);
  });
});
