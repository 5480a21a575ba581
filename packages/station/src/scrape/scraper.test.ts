import { LabelSet, MemorySeriesStore, VirtualClock } from '@telltale/model';
import { expect, test } from 'vitest';
import { createMetadataRegistry } from './metadata-registry.ts';
import { createScraper } from './scraper.ts';
import type { TargetReader } from './target-reader.ts';

const target = {
  job: 'shop',
  instance: 'a:1',
  url: 'http://a:1/metrics',
  intervalMs: 1000,
  timeoutMs: 1000,
  labels: { job: 'shop', instance: 'a:1' },
  nativeHistograms: false,
};
const requests = LabelSet.of({ __name__: 'requests_total' });
const page: TargetReader = async (sink) => {
  sink.sample('requests_total', () => requests, 7);
  return 17;
};

function setUp(read: TargetReader) {
  const store = new MemorySeriesStore();
  const metadata = createMetadataRegistry();
  const scraper = createScraper({ target, read, appender: store, metadata, clock: new VirtualClock(5000) });
  const valuesOf = async (name: string) => {
    const all = await store.select({ matchers: [], startMs: 0, endMs: 1e6 });
    return [...(all.find(({ labels }) => labels.metricName === name)?.values ?? [])];
  };
  return { store, scraper, valuesOf };
}

test('a scrape stores the samples and says that the target is up', async () => {
  const { scraper, valuesOf } = setUp(page);
  expect(await scraper.scrape(5000)).toMatchObject({ samples: 1, bodyBytes: 17, error: '' });
  expect([await valuesOf('requests_total'), await valuesOf('up')]).toEqual([[7], [1]]);
  expect(await valuesOf('scrape_series_added')).toEqual([1]);
});

test('a page that cannot be read is an outcome, and the target is down', async () => {
  const { scraper, valuesOf } = setUp(async (sink) => {
    await page(sink);
    throw new Error('line 2 is broken');
  });
  expect(await scraper.scrape(5000)).toMatchObject({ samples: 0, error: 'line 2 is broken' });
  expect([await valuesOf('requests_total'), await valuesOf('up')]).toEqual([[], [0]]);
});

test('a store that takes nothing is an outcome too, also for the reports', async () => {
  const { store, scraper } = setUp(page);
  store.intern = () => {
    throw new Error('the store is full');
  };
  expect(await scraper.scrape(5000)).toMatchObject({ error: 'the store is full' });
});
