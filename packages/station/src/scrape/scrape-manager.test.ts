import { LabelSet, MemorySeriesStore, VirtualClock, bitsOf, isStaleAt } from '@telltale/model';
import { describe, expect, test } from 'vitest';
import type { TargetPlan } from './plan/plan-targets.ts';
import { createScrapeManager } from './scrape-manager.ts';
import type { ScrapeTarget } from './scrape-target.ts';
import type { TargetReader } from './target-reader.ts';

const INTERVAL_MS = 10_000;
const START_MS = Date.UTC(2026, 5, 1);

function target(address: string, changes: Partial<ScrapeTarget> = {}): ScrapeTarget {
  const labels = { job: 'shop', instance: address };
  const times = { intervalMs: INTERVAL_MS, timeoutMs: 5000 };
  return {
    ...labels,
    url: `http://${address}/metrics`,
    ...times,
    labels,
    nativeHistograms: false,
    ...changes,
  };
}

function planOf(...targets: readonly ScrapeTarget[]): TargetPlan {
  const active = targets.map((one) => ({
    target: one,
    discovered: LabelSet.of({ __address__: one.instance }),
  }));
  return { active, dropped: [], droppedCount: 0, invalidCount: 0, invalidReason: '', fault: '' };
}

/** A manager whose targets expose what `pages` says, or one series. */
function setUp(lastSampleMs?: number) {
  const clock = new VirtualClock(START_MS);
  const store = new MemorySeriesStore();
  const reads: string[] = [];
  const pages = new Map<string, TargetReader>();
  const readerOf =
    (one: ScrapeTarget): TargetReader =>
    async (sink) => {
      reads.push(one.url);
      const page = pages.get(one.url);
      if (page) return page(sink);
      const labels = LabelSet.of({ __name__: 'x' });
      sink.sample(labels.key, () => labels, 1);
      return 1;
    };
  const manager = createScrapeManager({ appender: store, clock, lastSampleMs, onScrape: () => undefined });
  const sync = (plan: TargetPlan, id = 'shop') => manager.sync(id, { name: id, readerOf }, plan);
  const series = async (text: string) => {
    const all = await store.select({ matchers: [], startMs: 0, endMs: Infinity });
    return all.find(({ labels }) => labels.toString() === text);
  };
  /** Timestamps of a series, since the start, with an end behind them that is negative. */
  const times = async (text: string) => {
    const { timestamps, values } = (await series(text)) ?? { timestamps: [], values: new Float64Array() };
    return Array.from(timestamps, (ms, i) => (isStaleAt(bitsOf(values), i) ? START_MS - ms : ms - START_MS));
  };
  return { clock, manager, sync, reads, pages, times, store };
}

const X_OF_A = 'x{instance="a:1", job="shop"}';
const UP_OF_A = 'up{instance="a:1", job="shop"}';

describe('targets that come and go', () => {
  test('those that stay are scraped on at their moments, whatever changes beside them', async () => {
    const { clock, manager, sync, reads, times } = setUp();
    sync(planOf(target('a:1')));
    manager.start();
    await clock.advanceBy(3 * INTERVAL_MS);
    sync(planOf(target('a:1'), target('b:1')));
    await clock.advanceBy(INTERVAL_MS);
    sync(planOf(target('a:1')));
    await clock.advanceBy(INTERVAL_MS);
    const [first, ...others] = await times(X_OF_A);
    expect(others).toEqual([1, 2, 3, 4].map((i) => first + i * INTERVAL_MS));
    expect(reads.filter((url) => url.includes('b:1'))).toHaveLength(1);
    await manager.stop();
    expect(clock.nextDueMs()).toBeUndefined();
  });

  test('one that is gone ends all its series, also those about its scrapes', async () => {
    const { clock, manager, sync, times } = setUp();
    sync(planOf(target('a:1')));
    manager.start();
    await clock.advanceBy(INTERVAL_MS);
    sync(planOf());
    await clock.advanceBy(INTERVAL_MS);
    for (const name of [X_OF_A, UP_OF_A]) {
      expect(await times(name)).toEqual([expect.any(Number), -INTERVAL_MS]);
    }
    expect(manager.targets()).toEqual([]);
    await manager.stop();
  });

  test('a job that is gone ends all its targets; a station that stops ends none', async () => {
    const { clock, manager, sync, times } = setUp();
    sync(planOf(target('a:1')));
    manager.start();
    await clock.advanceBy(INTERVAL_MS);
    await manager.stop();
    expect(await times(X_OF_A)).toHaveLength(1);
    await manager.remove('shop');
    expect((await times(X_OF_A)).at(-1)).toBe(-INTERVAL_MS);
  });

  test('one with other options goes on with its series, and ends those that it no longer has', async () => {
    const { clock, manager, sync, pages, times } = setUp();
    const old = LabelSet.of({ __name__: 'old' });
    const x = LabelSet.of({ __name__: 'x' });
    pages.set('http://a:1/metrics', async (sink) => {
      sink.sample(old.key, () => old, 1);
      sink.sample(x.key, () => x, 1);
      return 1;
    });
    sync(planOf(target('a:1')));
    manager.start();
    await clock.advanceBy(INTERVAL_MS);
    sync(planOf(target('a:1', { url: 'http://a:1/other', intervalMs: 5000 })));
    await clock.advanceBy(5000);
    const [, second] = await times(X_OF_A);
    expect(await times(X_OF_A)).toEqual([expect.any(Number), second]);
    expect(second).toBeGreaterThan(INTERVAL_MS);
    expect(await times(UP_OF_A)).toEqual([expect.any(Number), second]);
    expect(await times('old{instance="a:1", job="shop"}')).toEqual([expect.any(Number), -second]);
    expect(manager.targets()).toMatchObject([{ url: 'http://a:1/other', recent: [true, true] }]);
    await manager.stop();
  });

  test('one that is changed twice before its next scrape, and then gone, ends its series', async () => {
    const { clock, manager, sync, times } = setUp();
    sync(planOf(target('a:1')));
    manager.start();
    await clock.advanceBy(INTERVAL_MS);
    sync(planOf(target('a:1', { url: 'http://a:1/1' })));
    sync(planOf(target('a:1', { url: 'http://a:1/2' })));
    sync(planOf());
    await clock.advanceBy(0);
    expect(await times(X_OF_A)).toEqual([expect.any(Number), -INTERVAL_MS]);
    await manager.stop();
  });

  test('one that comes back while its last scrape still hangs is not ended by it', async () => {
    const { clock, manager, sync, pages, times } = setUp();
    let answer = (): void => {};
    pages.set('http://a:1/metrics', () => new Promise((resolve) => (answer = () => resolve(0))));
    sync(planOf(target('a:1')));
    manager.start();
    await clock.advanceBy(INTERVAL_MS);
    sync(planOf());
    pages.clear();
    sync(planOf(target('a:1')));
    answer();
    await clock.advanceBy(2 * INTERVAL_MS);
    const all = await times(UP_OF_A);
    expect(all.length).toBeGreaterThan(2);
    expect(all.every((ms) => ms >= 0)).toBe(true);
    await manager.stop();
  });
});

test('a target is scraped because somebody asks for it, and at its moments as before', async () => {
  const { clock, manager, sync, times } = setUp();
  sync(planOf(target('a:1')));
  manager.start();
  await clock.advanceBy(2 * INTERVAL_MS);
  const [first, second] = await times(X_OF_A);
  await clock.advanceBy(1000);
  const view = await manager.scrapeNow('shop', 'http://a:1/metrics');
  expect(view).toMatchObject({ health: 'up', discoveredLabels: { __address__: 'a:1' } });
  await clock.advanceBy(2 * INTERVAL_MS);
  const asked = clock.now() - 2 * INTERVAL_MS - START_MS;
  expect(await times(X_OF_A)).toEqual([first, second, asked, second + INTERVAL_MS, second + 2 * INTERVAL_MS]);
  expect(await manager.scrapeNow('shop', 'http://nope/metrics')).toBeUndefined();
  await manager.stop();
});

test('after a restart a target that was due meanwhile is scraped at once, any other at its moment', async () => {
  const before = setUp();
  before.sync(planOf(target('a:1')));
  before.manager.start();
  await before.clock.advanceBy(INTERVAL_MS);
  const [first] = await before.times(X_OF_A);
  await before.manager.stop();

  const timesAfter = async (lastSampleMs: number, isFoundLater = false) => {
    const { manager, sync, clock, times } = setUp(lastSampleMs);
    if (isFoundLater) manager.start();
    sync(planOf(target('a:1')));
    if (!isFoundLater) manager.start();
    await clock.advanceBy(2 * INTERVAL_MS);
    await manager.stop();
    return times(X_OF_A);
  };
  const due = first - INTERVAL_MS;
  expect(await timesAfter(START_MS + due - 1)).toEqual([0, first, first + INTERVAL_MS]);
  expect(await timesAfter(START_MS + due)).toEqual([first, first + INTERVAL_MS]);
  // Targets that have to be looked up first are no other case.
  expect(await timesAfter(START_MS + due - 1, true)).toEqual([0, first, first + INTERVAL_MS]);
  expect(await timesAfter(START_MS + due, true)).toEqual([first, first + INTERVAL_MS]);
  // A clock that was set back says nothing of what was missed.
  expect(await timesAfter(START_MS + 60_000)).toEqual([first, first + INTERVAL_MS]);
});

test('targets that come later begin at their own moments, whenever the station was started', async () => {
  const { clock, manager, sync, reads } = setUp(START_MS - 10 * INTERVAL_MS);
  manager.start();
  sync(planOf(target('a:1')));
  await clock.advanceBy(3 * INTERVAL_MS);
  const before = reads.length;
  sync(planOf(target('a:1'), target('b:1')));
  await clock.advanceBy(0);
  expect(reads).toHaveLength(before);
  await manager.stop();
});

test('two jobs with the same target are both scraped, each as its own series and at its own moment', async () => {
  const { clock, manager, sync, times, reads } = setUp();
  sync(planOf(target('a:1')), 'shop');
  sync(planOf(target('a:1', { job: 'audit', labels: { job: 'audit', instance: 'a:1' } })), 'audit');
  manager.start();
  await clock.advanceBy(2 * INTERVAL_MS);
  expect(reads).toHaveLength(4);
  const [ofShop, ofAudit] = [await times(X_OF_A), await times('x{instance="a:1", job="audit"}')];
  expect([ofShop.length, ofAudit.length]).toEqual([2, 2]);
  expect(ofShop).not.toEqual(ofAudit);
  await manager.stop();
});

test('of a job with more targets than its limit all are down, and say why, until there are fewer', async () => {
  const { clock, manager, sync, reads, times } = setUp();
  manager.start();
  sync({ ...planOf(target('a:1')), fault: 'too many' });
  await clock.advanceBy(INTERVAL_MS);
  expect(reads).toEqual([]);
  expect(manager.targets()).toMatchObject([{ health: 'down', lastError: 'too many' }]);
  expect(await times(UP_OF_A)).toHaveLength(1);
  expect(manager.pools()).toMatchObject([{ name: 'shop', fault: 'too many' }]);
  sync(planOf(target('a:1')));
  await clock.advanceBy(INTERVAL_MS);
  expect(manager.targets()).toMatchObject([{ health: 'up' }]);
  await manager.stop();
});

describe('a thousand targets that are due at one instant', () => {
  const COUNT = 1000;

  /** All have the same place within the interval, for it is as long as its smallest part. */
  async function scrapeAll(readerOf: (one: ScrapeTarget) => TargetReader) {
    const clock = new VirtualClock(START_MS);
    const store = new MemorySeriesStore();
    const manager = createScrapeManager({ appender: store, clock, onScrape: () => undefined });
    const targets = Array.from({ length: COUNT }, (_, i) => target(`h${i}:1`, { intervalMs: 1 }));
    manager.sync('shop', { name: 'shop', readerOf }, planOf(...targets));
    manager.start();
    await clock.advanceBy(1);
    return { manager, clock };
  }

  test('begin a few at a time, so that everything else has its turn in between', async () => {
    const begun: number[] = [];
    let turn = 0;
    let isDone = false;
    const nextTurn = (): void => {
      turn++;
      if (!isDone) setImmediate(nextTurn);
    };
    setImmediate(nextTurn);
    const { manager } = await scrapeAll(() => async () => begun.push(turn));
    await expect.poll(() => begun.length).toBe(COUNT);
    isDone = true;
    await manager.stop();
    const perTurn = Map.groupBy(begun, (one) => one);
    expect(Math.max(...[...perTurn.values()].map((all) => all.length))).toBeLessThanOrEqual(8);
  });

  test('are scraped once each in every interval', async () => {
    const reads = new Map<string, number>();
    let total = 0;
    const { manager, clock } = await scrapeAll(({ url }) => async () => {
      reads.set(url, (reads.get(url) ?? 0) + 1);
      return ++total;
    });
    for (let interval = 1; interval <= 3; interval++) {
      await expect.poll(() => total).toBe(interval * COUNT);
      await clock.advanceBy(1);
    }
    await manager.stop();
    expect(reads.size).toBe(COUNT);
    expect(Math.min(...reads.values())).toBeGreaterThanOrEqual(3);
    expect(Math.max(...reads.values()) - Math.min(...reads.values())).toBeLessThanOrEqual(1);
  });

  test('wait for none of them that does not answer', async () => {
    let begun = 0;
    const stuck: (() => void)[] = [];
    const { manager } = await scrapeAll(() => () => {
      begun++;
      return new Promise((resolve) => stuck.push(() => resolve(0)));
    });
    await expect.poll(() => begun).toBe(COUNT);
    const stopping = manager.stop();
    for (const answer of stuck) answer();
    await stopping;
  });
});
