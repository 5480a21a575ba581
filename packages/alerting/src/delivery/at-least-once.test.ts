import fc from 'fast-check';
import { VirtualClock, createMemoryState } from '@telltale/model';
import { expect, test } from 'vitest';
import {
  HOUR,
  MINUTE,
  SECOND,
  START,
  alertUpdate,
  notificationBench,
} from '../../test/notification-bench.ts';
import type { WebhookPayload } from '../channels/webhook/webhook-payload.ts';

type Action =
  | { readonly kind: 'fire' | 'resolve'; readonly id: string }
  | { readonly kind: 'wait'; readonly seconds: number }
  | { readonly kind: 'answer'; readonly status: number }
  | { readonly kind: 'crash' };

const id = fc.constantFrom('1', '2', '3');
const action: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ kind: fc.constantFrom('fire', 'resolve'), id }),
  fc.record({ kind: fc.constant('wait'), seconds: fc.integer({ min: 1, max: 400 }) }),
  fc.record({ kind: fc.constant('answer'), status: fc.constantFrom(200, 200, 400, 429, 500) }),
  fc.record({ kind: fc.constant('crash') }),
);

/** A rule engine's view of some alerts, and what a receiver heard of them. */
async function play(actions: readonly Action[]) {
  const state = createMemoryState();
  const heard = new Map<string, string>();
  /** When each alert ended; `undefined` while it fires. */
  const truth = new Map<string, number | undefined>();
  let status = 200;
  let bench: Awaited<ReturnType<typeof notificationBench>>;
  const boot = async (nowMs: number) => {
    // A clock of its own: the timers of a process that crashed never run again.
    bench = await notificationBench({
      state,
      clock: new VirtualClock(nowMs),
      answer: ({ body }) => {
        const payload: WebhookPayload = JSON.parse(body);
        if (status === 200) for (const alert of payload.alerts) heard.set(alert.labels['id'], alert.status);
        return { status };
      },
    });
    report();
  };
  const report = (): void => {
    for (const [name, endedMs] of truth) {
      bench.notifier.accept([alertUpdate(bench.clock, name, endedMs ?? bench.clock.now() + HOUR, {})]);
    }
  };
  await boot(START);
  for (const next of actions) {
    if (next.kind === 'fire') truth.set(next.id, undefined);
    if (next.kind === 'resolve' && truth.has(next.id)) truth.set(next.id, bench!.clock.now());
    if (next.kind === 'wait') await bench!.clock.advanceBy(next.seconds * SECOND);
    if (next.kind === 'answer') status = next.status;
    if (next.kind === 'crash') await boot(bench!.clock.now());
    report();
  }
  status = 200;
  for (let minute = 0; minute < 30; minute++) {
    report();
    await bench!.clock.advanceBy(MINUTE);
  }
  return { heard, truth };
}

test('whatever fails, a receiver that is up again ends up knowing what is firing and what is not', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { maxLength: 25 }), async (actions) => {
      const { heard, truth } = await play(actions);
      for (const [name, endedMs] of truth) {
        // Of an alert that came and went between two flushes nobody needs to hear.
        const expected = endedMs === undefined ? ['firing'] : ['resolved', undefined];
        expect(expected).toContain(heard.get(name));
      }
    }),
    { numRuns: 60 },
  );
});
