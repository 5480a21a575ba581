import { LabelSet, MemorySeriesStore, bitsOf, isStaleAt } from '@telltale/model';
import { describe, expect, test } from 'vitest';
import { createSampleLabels } from './sample-labels.ts';
import { TargetSeries } from './target-series.ts';

const everything = { matchers: [], startMs: -Infinity, endMs: Infinity };
const add = (series: TargetSeries, labels: LabelSet, value: number) =>
  series.add(labels.key, () => labels, value);
const requests = LabelSet.of({ __name__: 'requests_total', route: '/' });

function setUp(targetLabels: Record<string, string> = { job: 'shop' }) {
  const store = new MemorySeriesStore();
  const series = new TargetSeries({
    appender: store,
    group: 'group',
    targetLabels,
    sampleLabels: createSampleLabels({ labels: targetLabels }),
    reportNames: ['up'],
    maxSamples: 10,
  });
  const column = async (name: string) =>
    (await store.select(everything)).find(({ labels }) => labels.metricName === name);
  return { store, series, column };
}

describe('series of a target', () => {
  test('samples carry the labels of the target', async () => {
    const { series, column } = setUp();
    series.begin();
    add(series, requests, 3);
    series.admit();
    series.commit(1000);
    expect((await column('requests_total'))?.labels.toObject()).toEqual({
      __name__: 'requests_total',
      job: 'shop',
      route: '/',
    });
  });

  test('an exposed label that clashes with a target label is kept under another name', async () => {
    const { series, column } = setUp({ job: 'shop' });
    series.begin();
    add(series, LabelSet.of({ __name__: 'x', job: 'mine' }), 1);
    series.admit();
    series.commit(1000);
    const labels = (await column('x'))?.labels;
    expect([labels?.get('job'), labels?.get('exported_job')]).toEqual(['shop', 'mine']);
  });

  test('a label named __proto__ is a label like any other', async () => {
    const { series, column } = setUp();
    series.begin();
    add(
      series,
      LabelSet.from([
        ['__name__', 'x'],
        ['__proto__', 'y'],
      ]),
      1,
    );
    series.admit();
    series.commit(1000);
    expect((await column('x'))?.labels.get('__proto__')).toBe('y');
  });

  test('a target that vanishes ends its series, but for those that something else goes on with', async () => {
    const { series, column } = setUp();
    series.begin();
    add(series, requests, 1);
    series.admit();
    series.report('up', 1);
    series.commit(1000);
    const [id] = series.ids();
    series.end(1000, new Set([id]));
    expect((await column('requests_total'))?.timestamps).toEqual(Float64Array.of(1000));
    const up = (await column('up'))!;
    expect(up.timestamps).toEqual(Float64Array.of(1000, 1001));
    expect(isStaleAt(bitsOf(up.values), 1)).toBe(true);
    expect(series.ids().size).toBe(0);
  });

  test('a series that is no longer exposed ends with a staleness marker', async () => {
    const { series, column } = setUp();
    series.begin();
    add(series, requests, 3);
    series.admit();
    series.commit(1000);
    series.begin();
    series.admit();
    series.commit(2000);
    const found = await column('requests_total');
    expect([...found!.timestamps]).toEqual([1000, 2000]);
    expect(isStaleAt(bitsOf(found!.values), 1)).toBe(true);
  });

  test('a failed scrape keeps its reports and ends the exposed series', async () => {
    const { series, column } = setUp();
    series.begin();
    add(series, requests, 3);
    series.report('up', 1);
    series.admit();
    series.commit(1000);
    series.begin();
    add(series, requests, 4);
    series.discard();
    series.report('up', 0);
    series.admit();
    series.commit(2000);
    expect([...(await column('up'))!.values]).toEqual([1, 0]);
    const exposed = await column('requests_total');
    expect(exposed!.values[0]).toBe(3);
    expect(isStaleAt(bitsOf(exposed!.values), 1)).toBe(true);
  });

  test('a target that fails again and again ends its series once, and they go on after that', async () => {
    for (const failures of [2, 12]) {
      const { series, column } = setUp();
      let atMs = 0;
      const scrape = (isFailed: boolean): void => {
        series.begin();
        add(series, requests, 3);
        if (isFailed) series.discard();
        else series.admit();
        series.report('up', isFailed ? 0 : 1);
        series.commit((atMs += 1000));
      };
      scrape(false);
      for (let i = 0; i < failures; i++) scrape(true);
      expect(series.ids().size).toBe(1);
      scrape(false);
      expect(series.ids().size).toBe(2);
      const { values, timestamps } = (await column('requests_total'))!;
      expect([...timestamps]).toEqual([1000, 2000, atMs]);
      expect([values[0], isStaleAt(bitsOf(values), 1), values[2]]).toEqual([3, true, 3]);
    }
  });

  test('a failed scrape leaves nothing of the series that only it exposed', async () => {
    const { store, series } = setUp();
    series.begin();
    add(series, requests, 3);
    series.discard();
    series.report('up', 0);
    series.admit();
    expect(series.commit(1000)).toMatchObject({ samples: 0, added: 0, duplicates: 0 });
    const names = (await store.series(everything)).map((labels) => labels.metricName);
    expect(names).toEqual(['up']);
    series.begin();
    add(series, requests, 4);
    series.admit();
    expect(series.commit(2000)).toMatchObject({ samples: 1, added: 1, duplicates: 0 });
  });

  test('the second sample of a series in one scrape is counted and dropped', async () => {
    const { series, column } = setUp();
    series.begin();
    add(series, requests, 3);
    add(series, requests, 4);
    series.admit();
    expect(series.commit(1000).duplicates).toBe(1);
    expect([...(await column('requests_total'))!.values]).toEqual([3]);
    series.begin();
    add(series, requests, 5);
    add(series, requests, 6);
    series.admit();
    expect(series.commit(2000).duplicates).toBe(1);
    expect([...(await column('requests_total'))!.values]).toEqual([3, 5]);
  });

  test('a store that takes no more series refuses the whole scrape and keeps what it had', async () => {
    const { store, series, column } = setUp();
    series.begin();
    add(series, requests, 3);
    series.admit();
    series.commit(1000);
    store.intern = () => {
      throw new Error('the store is full');
    };
    series.begin();
    add(series, requests, 4);
    add(series, LabelSet.of({ __name__: 'more' }), 1);
    expect(() => series.admit()).toThrow('the store is full');
    series.discard();
    series.begin();
    add(series, requests, 5);
    series.admit();
    series.commit(3000);
    expect([...(await column('requests_total'))!.values]).toEqual([3, 5]);
    expect(await column('more')).toBeUndefined();
  });
});
