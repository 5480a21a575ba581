import { describe, expect, test } from 'vitest';
import { startLogs } from '../../../test/support/logs.ts';
import { valuesOf } from '../../../test/support/registry-view.ts';
import type { LimitedRecord, LimitOptions } from './record-limits.ts';
import { RecordLimits } from './record-limits.ts';

const RECORD: LimitedRecord = {
  level: 30,
  logger: 'cache',
  message: 'hit',
  event: undefined,
  traceId: undefined,
  timeMs: 0,
};

function limits(options: LimitOptions) {
  const made = new RecordLimits(options);
  return {
    made,
    /** Why a record is left out, or that it is kept. */
    say: (over: Partial<LimitedRecord> = {}) => made.leavesOut({ ...RECORD, ...over }) ?? 'kept',
  };
}

describe('sampling', () => {
  test('keeps the share of the first rule that fits, and all else', () => {
    let chance = 0;
    const { say } = limits({
      sampling: [
        { logger: 'cache', upTo: 'info', ratio: 0.25 },
        { event: 'heartbeat', upTo: 'info', ratio: 0 },
        { message: 'slow', upTo: 'warn', ratio: 0 },
      ],
      random: () => chance,
    });
    expect(say()).toBe('kept');
    chance = 0.25;
    expect(say()).toBe('sampled');
    expect(say({ logger: 'cache.redis' })).toBe('sampled');
    expect(say({ level: 40 })).toBe('kept');
    expect(say({ logger: 'cached' })).toBe('kept');
    expect(say({ logger: 'a', event: 'heartbeat' })).toBe('sampled');
    expect(say({ logger: 'a', message: 'slow', level: 40 })).toBe('sampled');
  });

  test('keeps or drops the records of a trace together', () => {
    const { say } = limits({ sampling: [{ upTo: 'info', ratio: 0.5 }], random: () => 0 });
    const low = `${'0'.repeat(16)}${'0'.repeat(16)}`;
    const high = `${'0'.repeat(16)}${'f'.repeat(16)}`;
    expect([say({ traceId: low }), say({ traceId: low }), say({ traceId: high })]).toEqual([
      'kept',
      'kept',
      'sampled',
    ]);
  });
});

test('a rate limit is for each message of each logger: a second’s worth at once, and as much in each second', () => {
  const { say } = limits({ rateLimit: 2 });
  expect([say(), say(), say(), say({ message: 'miss' }), say({ logger: 'db' })]).toEqual([
    'kept',
    'kept',
    'rate_limited',
    'kept',
    'kept',
  ]);
  expect([say({ timeMs: 500 }), say({ timeMs: 500 })]).toEqual(['kept', 'rate_limited']);
  // A clock that goes back gives nothing and takes nothing.
  expect(say({ timeMs: 0 })).toBe('rate_limited');
  expect(say({ timeMs: 1000 })).toBe('kept');
});

test('a message that is repeated is told once in a time, and how often it was at the end', () => {
  const { made, say } = limits({ dedupeMs: 1000 });
  expect([say(), say({ timeMs: 10 }), say({ timeMs: 999 }), say({ timeMs: 5, level: 40 })]).toEqual([
    'kept',
    'repeated',
    'repeated',
    'kept',
  ]);
  expect(made.takeLeftOut(999)).toEqual([]);
  expect(made.hasLeftOut).toBe(true);
  expect(made.takeLeftOut(1000)).toEqual([
    { reason: 'repeated', logger: 'cache', message: 'hit', level: 30, count: 2 },
  ]);
  expect([made.hasLeftOut, say({ timeMs: 1000 }), say({ timeMs: 500 })]).toEqual([false, 'kept', 'kept']);
});

test('errors are never left out, whatever is said', () => {
  const { say } = limits({ sampling: [{ upTo: 'warn', ratio: 0 }], rateLimit: 1, dedupeMs: 1000 });
  for (const level of [50, 60])
    expect([say({ level }), say({ level }), say({ level })]).toEqual(['kept', 'kept', 'kept']);
  expect(say({ level: 40 })).toBe('sampled');
});

test('as many messages as one likes are limited in little memory', () => {
  const { made, say } = limits({ rateLimit: 1 });
  for (let number = 0; number < 10_000; number++) say({ message: `m${number}` });
  // Only those that were seen last are known.
  expect([say({ message: 'm9999' }), say({ message: 'm0' })]).toEqual(['rate_limited', 'kept']);
  expect(made.takeLeftOut(Infinity)).toHaveLength(1);
});

test('what is left out is counted by reason, and told in a line at the end', async () => {
  const { log, lines, registry, close } = startLogs({
    rateLimit: 2,
    sampling: [{ event: 'beat', ratio: 0 }],
  });
  for (let count = 0; count < 5; count++) log.named('cache').info('hit', { count });
  log.undeclaredEvent('beat');
  for (let count = 0; count < 5; count++) log.error('failed');
  await close();
  expect(lines().map(({ message }) => message)).toEqual([
    'hit',
    'hit',
    ...Array.from({ length: 5 }, () => 'failed'),
    'log records were left out',
  ]);
  expect(lines().at(-1)).toMatchObject({
    level: 'info',
    logger: 'telltale',
    reason: 'rate_limited',
    count: 3,
    of_logger: 'cache',
    of_message: 'hit',
  });
  expect(valuesOf(registry, 'telltale_sdk_log_dropped_total')).toMatchObject({
    'telltale_sdk_log_dropped_total{reason="rate_limited"}': 3,
    'telltale_sdk_log_dropped_total{reason="sampled"}': 1,
    'telltale_sdk_log_dropped_total{reason="repeated"}': 0,
  });
});
