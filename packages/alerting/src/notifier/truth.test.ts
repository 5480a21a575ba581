import fc from 'fast-check';
import { VirtualClock, createMemoryState } from '@telltale/model';
import { expect, test } from 'vitest';
import {
  HOUR,
  MINUTE,
  ROUTE,
  SECOND,
  START,
  alertUpdate,
  notificationBench,
  webhook,
} from '../../test/notification-bench.ts';
import type { WebhookPayload } from '../channels/webhook/webhook-payload.ts';

type Action =
  | { readonly kind: 'fire' | 'resolve'; readonly id: string }
  | { readonly kind: 'silence'; readonly id: string; readonly seconds: number }
  | { readonly kind: 'expire' | 'crash' | 'reload' }
  | { readonly kind: 'wait'; readonly seconds: number }
  | { readonly kind: 'answer'; readonly host: string; readonly status: number };

const HOSTS = ['a', 'b'];
const id = fc.constantFrom('1', '2', '3');
const seconds = fc.integer({ min: 1, max: 900 });
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom('fire', 'resolve'), id }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('silence'), id, seconds: fc.integer({ min: 1, max: 2400 }) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('expire', 'crash', 'reload') }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('wait'), seconds }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('answer'),
      host: fc.constantFrom(...HOSTS),
      status: fc.constantFrom(200, 400, 429, 503),
    }),
  },
);

/** A world of rules, people who silence, receivers that answer as they like, and crashes. */
class World {
  readonly #state = createMemoryState();
  readonly #answers = new Map(HOSTS.map((host) => [host, 200]));
  /** When each alert ended; `undefined` while it fires. */
  readonly truth = new Map<string, number | undefined>();
  /** What each receiver was last told of each alert. */
  readonly heard = new Map<string, string>();
  /** Alerts that were told although they had been silenced for longer than a group interval. */
  readonly wronglyTold: string[] = [];
  #bench: Awaited<ReturnType<typeof notificationBench>> | undefined;
  /** When the groups began to wait anew. */
  #groupsSinceMs = START;

  get #now(): Awaited<ReturnType<typeof notificationBench>> {
    return this.#bench!;
  }

  /** A clock of its own: the timers of a process that crashed never run again. */
  async boot(): Promise<void> {
    const clock = new VirtualClock(this.#bench?.clock.now() ?? START);
    this.#groupsSinceMs = clock.now();
    this.#bench = await notificationBench({
      state: this.#state,
      clock,
      receivers: HOSTS.map((host) => webhook('ops', true, host)),
      answer: ({ url, body }) => this.#receive(new URL(url).host.split('.')[0], JSON.parse(body)),
    });
  }

  async do(action: Action): Promise<void> {
    const { clock, notifier } = this.#now;
    switch (action.kind) {
      case 'fire':
        this.truth.set(action.id, undefined);
        break;
      case 'resolve':
        if (this.truth.has(action.id)) this.truth.set(action.id, clock.now());
        break;
      case 'silence':
        await this.#now.silence(action.id, action.seconds * SECOND);
        break;
      case 'expire':
        for (const silence of notifier.silences.list()) await notifier.silences.expire(silence.id);
        break;
      case 'crash':
        await this.boot();
        break;
      case 'reload':
        this.#groupsSinceMs = clock.now();
        await notifier.reload(notifier.configuration);
        break;
      case 'wait':
        await clock.advanceBy(action.seconds * SECOND);
        break;
      case 'answer':
        this.#answers.set(action.host, action.status);
        break;
    }
    this.report();
  }

  /** What a rule engine does: ended alerts are sent for another quarter of an hour. */
  report(): void {
    const { clock, notifier } = this.#now;
    for (const [name, endedMs] of this.truth) {
      if (endedMs !== undefined && clock.now() - endedMs > 15 * MINUTE) continue;
      notifier.accept([alertUpdate(clock, name, endedMs ?? clock.now() + HOUR, {})]);
    }
  }

  #receive(host: string, { alerts }: WebhookPayload): { readonly status: number } {
    const nowMs = this.#now.clock.now();
    for (const { labels } of alerts) {
      const silences = this.#now.notifier.silences
        .list()
        .filter(({ state, matchers }) => state === 'active' && matchers[0].value === labels['id']);
      for (const { startsAtMs } of silences) {
        const sinceMs = Math.max(startsAtMs, this.#groupsSinceMs);
        if (nowMs - sinceMs > ROUTE.groupIntervalMs) this.wronglyTold.push(labels['id']);
      }
    }
    const status = this.#answers.get(host) ?? 200;
    if (status === 200)
      for (const { labels, status } of alerts) this.heard.set(`${host} ${labels['id']}`, status);
    return { status };
  }
}

test('whatever happens, receivers end up knowing the truth, and nobody is told of what is silenced', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { maxLength: 30, size: 'max' }), async (actions) => {
      const world = new World();
      await world.boot();
      for (const next of actions) await world.do(next);
      for (const host of HOSTS) await world.do({ kind: 'answer', host, status: 200 });
      for (let minute = 0; minute < 55; minute++) await world.do({ kind: 'wait', seconds: 60 });
      expect(world.wronglyTold).toEqual([]);
      for (const [name, endedMs] of world.truth) {
        for (const host of HOSTS) {
          // Of an alert that came and went between two flushes nobody needs to hear.
          const expected = endedMs === undefined ? ['firing'] : ['resolved', undefined];
          expect(expected, `${host} of ${name}`).toContain(world.heard.get(`${host} ${name}`));
        }
      }
    }),
    { numRuns: process.env['TELLTALE_TEST_SCALE'] === 'long' ? 2000 : 40 },
  );
}, 600_000);

test('an alert that ends while it is silenced, over a crash, is told of to who knew of it', async () => {
  const world = new World();
  await world.boot();
  await world.do({ kind: 'fire', id: '1' });
  await world.do({ kind: 'wait', seconds: 60 });
  await world.do({ kind: 'silence', id: '1', seconds: 1800 });
  await world.do({ kind: 'resolve', id: '1' });
  await world.do({ kind: 'crash' });
  for (let minute = 0; minute < 29; minute++) await world.do({ kind: 'wait', seconds: 60 });
  expect(world.heard.get('a 1')).toBe('firing');
  await world.do({ kind: 'wait', seconds: MINUTE / SECOND });
  await world.do({ kind: 'wait', seconds: (5 * MINUTE) / SECOND });
  expect(world.heard.get('a 1')).toBe('resolved');
});
