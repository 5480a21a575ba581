import { describe, expect, test } from 'vitest';
import { waitFor } from '../../../test/support/workspace.ts';
import type { AskedProgram } from '../../../test/aggregation/asked-program.ts';
import { startProgram } from '../../../test/aggregation/asked-program.ts';

type Shown = Record<string, number[]>;

async function startCluster(workers: number, ...args: string[]) {
  const primary = await startProgram('cluster-primary.ts', args);
  const ids: number[] = [];
  await Promise.all(Array.from({ length: workers }, async () => ids.push(await primary.ask<number>('fork'))));
  ids.sort((a, b) => a - b);
  const scrape = () => primary.ask<Shown>('scrape');
  return { primary, ids, scrape };
}

async function onEach(primary: AskedProgram, ids: readonly number[], op: string, ...args: unknown[]) {
  await Promise.all(ids.map((id) => primary.ask('worker', id, op, ...args)));
}

describe.each(['json', 'advanced'])('a cluster whose messages are %s', (serialization) => {
  test('is scraped at the primary or at any worker: totals are exact', async () => {
    const { primary, ids, scrape } = await startCluster(3, serialization);
    for (const id of ids) {
      await primary.ask('worker', id, 'hitOften', '/', 1000 * id);
      await primary.ask('worker', id, 'hit', `/${id}`);
      await primary.ask('worker', id, 'take', id);
      await primary.ask('worker', id, 'fill', 2);
    }
    const expected = {
      'hits_total{route="/"}': [6000],
      'hits_total{route="/1"}': [1],
      'hits_total{route="/2"}': [1],
      'hits_total{route="/3"}': [1],
      'took{}': [6, 1, 2],
      'depth{}': [6],
    };
    expect(await scrape()).toEqual(expected);
    for (const id of ids) expect(await primary.ask('worker', id, 'scrape')).toEqual(expected);
    await onEach(primary, ids, 'hit', '/');
    const again = await Promise.all(ids.map((id) => primary.ask<Shown>('worker', id, 'scrape')));
    for (const shown of again) expect(shown['hits_total{route="/"}']).toEqual([6003]);
    expect((await scrape())['hits_total{route="/"}']).toEqual([6003]);
  });

  test("leaves the application's own messages alone", async () => {
    const { primary, ids, scrape } = await startCluster(1, serialization);
    await primary.ask('say', ids[0], { type: 'reload', op: 1 });
    await scrape();
    expect(await primary.ask('worker', ids[0], 'others')).toEqual([{ type: 'reload', op: 1 }]);
    expect(await primary.ask('others')).toEqual([]);
  });
});

describe('a worker of a cluster', () => {
  test('that is killed in the middle of a scrape does not hold it up, and what it counted stays', async () => {
    const { primary, ids, scrape } = await startCluster(2);
    await onEach(primary, ids, 'hit', '/', 5);
    await onEach(primary, ids, 'fill', 3);
    expect(await scrape()).toMatchObject({ 'hits_total{route="/"}': [10], 'depth{}': [6] });
    await primary.ask('tell', ids[0], 'block', 20_000);
    const [shown] = await Promise.all([scrape(), primary.ask('kill', ids[0], 'SIGKILL')]);
    expect(shown['hits_total{route="/"}']).toEqual([10]);
    const after = await scrape();
    expect(after).toMatchObject({ 'hits_total{route="/"}': [10], 'depth{}': [3] });
  });

  test('that is replaced again and again keeps the sum growing', async () => {
    const { primary, ids, scrape } = await startCluster(1);
    let [current] = ids;
    for (let round = 1; round <= 3; round++) {
      await primary.ask('worker', current, 'hit', '/', 2);
      await primary.ask('worker', current, 'take', 1);
      expect(await scrape()).toMatchObject({
        'hits_total{route="/"}': [2 * round],
        'took{}': [round, round, 0],
      });
      await primary.ask('kill', current, 'SIGKILL');
      current = await primary.ask('fork');
      expect((await scrape())['hits_total{route="/"}']).toEqual([2 * round]);
    }
  });

  test('that exits by itself leaves its last counts, scraped or not', async () => {
    const { primary, ids, scrape } = await startCluster(2);
    await scrape();
    await primary.ask('worker', ids[0], 'hit', '/', 7);
    await primary.ask('worker', ids[0], 'exit', 0);
    const shown = await waitFor('its last counts', async () => {
      const series = await scrape();
      return series['hits_total{route="/"}'] && series;
    });
    expect(shown['hits_total{route="/"}']).toEqual([7]);
  });

  test('that is disconnected ends as it would without the SDK, and what it counted stays', async () => {
    const { primary, ids, scrape } = await startCluster(2);
    await onEach(primary, ids, 'hit', '/', 5);
    await onEach(primary, ids, 'fill', 3);
    await scrape();
    await primary.ask('leave', ids[0]);
    expect(await scrape()).toMatchObject({ 'hits_total{route="/"}': [10], 'depth{}': [3] });
  });

  test('that is blocked counts with its last known values, and it is told', async () => {
    const { primary, ids, scrape } = await startCluster(2);
    await onEach(primary, ids, 'hit', '/', 5);
    await scrape();
    await primary.ask('tell', ids[0], 'block', 10_000);
    await primary.ask('worker', ids[1], 'hit', '/');
    const startMs = performance.now();
    expect((await scrape())['hits_total{route="/"}']).toEqual([11]);
    // The scrape's own limit is ten seconds: far from it, and the next one does not wait at all.
    expect(performance.now() - startMs).toBeLessThan(5000);
    expect((await scrape())['hits_total{route="/"}']).toEqual([11]);
    expect(await primary.ask<string[]>('told')).toEqual([expect.stringMatching(/^worker_silent/)]);
  });

  test('of another version of the SDK is left out, and it is told', async () => {
    const { primary, ids, scrape } = await startCluster(2);
    await onEach(primary, ids, 'hit', '/', 5);
    const old = { type: 'telltale:metrics', version: 0, op: 'hello', member: 'old' };
    await primary.ask('worker', ids[0], 'post', old);
    expect((await scrape())['hits_total{route="/"}']).toEqual([10]);
    await waitFor('the diagnostic', async () => {
      const told = await primary.ask<string[]>('told');
      return told.some((line) => line.startsWith('worker_version'));
    });
  });

  test('that sends nonsense changes nothing, and it is told', async () => {
    const { primary, ids, scrape } = await startCluster(2);
    await onEach(primary, ids, 'hit', '/', 5);
    await scrape();
    const parts = { type: 'telltale:metrics', version: 1, group: '', question: 0, timeoutMs: 0, thread: 0 };
    const hello = { ...parts, op: 'hello', member: 'x', bytes: '' };
    for (const message of [
      hello,
      { ...hello, op: 'pages', bytes: 'AAAA' },
      { ...hello, op: 'pages', bytes: 7 },
      { ...hello, member: {} },
      { type: 'telltale:metrics', version: 1 },
    ]) {
      await primary.ask('worker', ids[0], 'post', message);
    }
    expect((await scrape())['hits_total{route="/"}']).toEqual([10]);
    expect(await primary.ask<string[]>('told')).toContainEqual(expect.stringMatching(/^pages_refused/));
  });
});

describe('a primary', () => {
  test('without the SDK leaves its workers to speak for themselves, which is told', async () => {
    const { primary, ids } = await startCluster(2, 'json', 'none');
    await onEach(primary, ids, 'hit', '/', 5);
    const shown = await primary.ask<Shown>('worker', ids[0], 'scrape');
    expect(shown['hits_total{route="/"}']).toEqual([5]);
    expect(await primary.ask<string[]>('worker', ids[0], 'told')).toEqual([
      expect.stringMatching(/^worker_alone/),
    ]);
  });

  test('counts itself only where it is asked to', async () => {
    const without = await startCluster(1);
    await without.primary.ask('hit', '/', 100);
    await without.primary.ask('worker', without.ids[0], 'hit', '/');
    expect((await without.scrape())['hits_total{route="/"}']).toEqual([1]);
    const including = await startCluster(1, 'json', '{"aggregate":{"cluster":true,"includePrimary":true}}');
    await including.primary.ask('hit', '/', 100);
    await including.primary.ask('worker', including.ids[0], 'hit', '/');
    expect((await including.scrape())['hits_total{route="/"}']).toEqual([101]);
  });

  test('that has no workers shows its own metrics', async () => {
    const { primary, scrape } = await startCluster(0);
    await primary.ask('hit', '/', 3);
    expect((await scrape())['hits_total{route="/"}']).toEqual([3]);
  });

  test('asks each of several workers once that were forked at the same time', async () => {
    const { primary } = await startCluster(0);
    const ids = await primary.ask<number[]>('forkAtOnce', 3);
    await primary.ask('worker', ids[0], 'scrape');
    const before = await primary.ask<number>('messages');
    await primary.ask('worker', ids[0], 'scrape');
    // What the worker asks for, and an answer of each of them.
    expect((await primary.ask<number>('messages')) - before).toBe(1 + ids.length);
  });

  test('gets one message for a million increments', async () => {
    const { primary, ids, scrape } = await startCluster(1);
    await scrape();
    const before = await primary.ask<number>('messages');
    await primary.ask('worker', ids[0], 'hitOften', '/', 1_000_000);
    expect((await scrape())['hits_total{route="/"}']).toEqual([1_000_000]);
    // The answer, and what is sent once a second unasked.
    expect((await primary.ask<number>('messages')) - before).toBeLessThan(5);
  });
});
