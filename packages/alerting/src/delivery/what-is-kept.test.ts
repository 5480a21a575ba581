import { createMemoryState } from '@telltale/model';
import type { JsonValue, Receiver, StateStore } from '@telltale/model';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { HOUR, MINUTE, notificationBench, webhook } from '../../test/notification-bench.ts';

afterEach(() => vi.unstubAllEnvs());

/** A store whose writes never end. */
function hangingDisk(): StateStore {
  const state = createMemoryState();
  const hang = () => new Promise<never>(() => undefined);
  return {
    journal: <Value extends JsonValue>(name: string) => ({ ...state.journal<Value>(name), append: hang }),
    documents: <Value extends JsonValue>(name: string) => ({
      ...state.documents<Value>(name),
      put: hang,
      delete: hang,
    }),
  };
}

describe('what is kept on disk', () => {
  test('holds no secret: no address of a chat, no key, no token, no password', async () => {
    const secret = 's3cr3t';
    vi.stubEnv('CHAT_URL', `https://chat.test/${secret}`);
    vi.stubEnv('TOKEN', secret);
    const token = { env: 'TOKEN' };
    const receivers: readonly Receiver[] = [
      { kind: 'slack', name: 'ops', url: { env: 'CHAT_URL' }, sendResolved: true },
      { kind: 'pagerduty', name: 'ops', routingKey: token, sendResolved: true },
      {
        ...webhook('ops'),
        kind: 'webhook',
        url: { env: 'CHAT_URL' },
        authorization: token,
        signature: token,
      },
    ];
    const b = await notificationBench({
      receivers,
      answer: ({ url, headers, body }) => ({ status: 500, body: JSON.stringify({ url, headers, body }) }),
    });
    b.fire('1');
    await b.clock.advanceBy(2 * MINUTE);
    const { state, notifier } = b;
    const kept = JSON.stringify([
      await state.documents('outbox').entries(),
      await state.documents('notification-log').entries(),
      await state.journal('notifications').read(),
      await state.journal('notification-messages').read(),
      notifier.notifications(),
    ]);
    expect(await state.documents('outbox').entries()).toHaveLength(3);
    expect(JSON.stringify(b.requests)).toContain(secret);
    expect(kept).not.toContain(secret);
  });

  test('a disk that does not answer delays a message by ten seconds and stops none', async () => {
    const b = await notificationBench({ state: hangingDisk() });
    b.fire('1');
    await b.clock.advanceBy(MINUTE);
    b.resolve('1');
    await b.clock.advanceBy(6 * MINUTE);
    expect(b.log()).toEqual(['40s ops firing 1!', '340s ops resolved 1']);
  });

  test('a receiver that is dead for long does not fill the history', async () => {
    const b = await notificationBench({ answer: () => new Error('connect ECONNREFUSED') });
    b.fire('1');
    await b.clock.advanceBy(HOUR);
    expect(b.requests.length).toBeGreaterThan(2000);
    expect((await b.state.journal('notifications').read({ limit: 1000 })).length).toBeLessThan(20);
  });

  test('each attempt says why the receiver is told, of which group, and why it failed', async () => {
    const b = await notificationBench({ answer: (_, count) => (count === 1 ? { status: 429 } : {}) });
    b.fire('1');
    await b.clock.advanceBy(MINUTE);
    const key = b.requests[0].request.headers['idempotency-key'];
    expect(b.notifier.notifications()).toMatchObject([
      { outcome: 'delivered', reason: '', messageId: key, attempts: 2, httpStatus: 200 },
      {
        outcome: 'retrying',
        reason: 'rateLimited',
        httpStatus: 429,
        notificationReason: 'first notification',
        groupKey: '{}:{alertname="A"}',
        messageId: key,
        fallbackFor: '',
      },
    ]);
  });
});
