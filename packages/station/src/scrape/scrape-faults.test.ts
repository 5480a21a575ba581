import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { DEFAULT_SCRAPE_LIMITS } from '@telltale/definition';
import { MemorySeriesStore, bitsOf, isStaleAt, relabelRule, systemClock } from '@telltale/model';
import { afterAll, describe, expect, test } from 'vitest';
import { testServers } from '../../test/support/test-servers.ts';
import { HttpConnections } from '../access/http-connections.ts';
import { createMetadataRegistry } from './metadata-registry.ts';
import type { ScrapeTarget } from './scrape-target.ts';
import { createScraper } from './scraper.ts';
import { httpReader } from './target-reader.ts';

const servers = testServers();
const connections = new HttpConnections();
afterAll(() => connections.close());

const TEXT = { 'content-type': 'text/plain' };
const OPENMETRICS = { 'content-type': 'application/openmetrics-text; version=1.0.0' };
const PROTO = { 'content-type': 'application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily' };
const START_MS = 1_000_000;

/** Scrapes a port of this machine at one interval after the other. */
function scraperOf(port: number, options: Partial<ScrapeTarget> = {}) {
  const instance = `127.0.0.1:${port}`;
  const target: ScrapeTarget = {
    job: 'shop',
    instance,
    url: `http://${instance}/metrics`,
    intervalMs: 1000,
    timeoutMs: 5000,
    labels: { job: 'shop', instance },
    nativeHistograms: false,
    ...options,
  };
  const store = new MemorySeriesStore();
  const metadata = createMetadataRegistry();
  const read = httpReader(target, connections);
  const scraper = createScraper({ target, read, appender: store, metadata, clock: systemClock });
  let atMs = START_MS;
  return {
    metadata,
    scrape: () => scraper.scrape((atMs += 1000)),
    /** Samples of each series as text, staleness markers as `stale`. */
    samples: async (name: string) => {
      const found = await store.select({ matchers: [], startMs: -Infinity, endMs: Infinity });
      const own = found.filter(({ labels }) => labels.metricName === name);
      return own.map(({ labels, values, timestamps }) => ({
        labels: labels.without(['__name__', 'instance']).toObject(),
        values: [...values].map((value, i) => (isStaleAt(bitsOf(values), i) ? 'stale' : value)),
        timestamps: [...timestamps].map((ms) => ms - START_MS),
      }));
    },
    last: async (name: string) => {
      const found = await store.select({ matchers: [], startMs: -Infinity, endMs: Infinity });
      return found.find(({ labels }) => labels.metricName === name)?.values.at(-1);
    },
  };
}

type Scraping = ReturnType<typeof scraperOf>;

/** A target that answers with one page after the other, and with the last one from then on. */
async function pages(bodies: readonly string[], options?: Partial<ScrapeTarget>, headers = TEXT) {
  let next = 0;
  const port = await servers.http((_, response) => {
    response.writeHead(200, headers).end(bodies[Math.min(next++, bodies.length - 1)]);
  });
  return scraperOf(port, options);
}

/** The first scrape of a target succeeds, the second meets the fault. */
async function faulty(fault: (response: ServerResponse) => void, options?: Partial<ScrapeTarget>) {
  let isFirst = true;
  const port = await servers.http((_, response) => {
    if (isFirst) response.end('before 1\n');
    else fault(response);
    isFirst = false;
  });
  const scraping = scraperOf(port, options);
  expect((await scraping.scrape()).error).toBe('');
  return { scraping, outcome: await scraping.scrape() };
}

/** What a failed scrape leaves: the target is down, and every series it had has ended. */
async function expectDown(scraping: Scraping): Promise<void> {
  expect(await scraping.last('up')).toBe(0);
  expect(await scraping.samples('before')).toMatchObject([{ values: [1, 'stale'] }]);
  expect(await scraping.last('scrape_samples_post_metric_relabeling')).toBe(0);
}

const write = (head: Record<string, string>, body: string | Buffer) => (response: ServerResponse) =>
  response.writeHead(200, { ...TEXT, ...head }).end(body);
const gzipped = (body: Buffer | string) => write({ 'content-encoding': 'gzip' }, body);
const small = { limits: { ...DEFAULT_SCRAPE_LIMITS, bodyBytes: 10_000 } };
const GIANT = 'x'.repeat(1_000_000);

/** Sends a chunk whenever the one before it has gone, without end. */
function endless(response: ServerResponse): void {
  const send = () => {
    if (!response.destroyed) response.write(`${'a'.repeat(1000)} 1\n`, send);
  };
  send();
}

/** Zeros without number in a body of 200 kB. */
const bomb = () => gzipSync(Buffer.alloc(200 * 1024 * 1024));

describe('a target that fails is down, its series end, and the error says why:', () => {
  test.each<[string, (response: ServerResponse) => void, string, Partial<ScrapeTarget>?]>([
    ['closed half-way (case 41)', (r) => r.write('a 1\n', () => r.destroy()), 'closed'],
    ['hangs before its answer (case 41)', () => {}, 'no complete answer within 100 ms', { timeoutMs: 100 }],
    [
      'hangs within it (case 41)',
      (r) => r.write('a 1\n'),
      'no complete answer within 100 ms',
      { timeoutMs: 100 },
    ],
    ['over the limit of bytes (case 42)', (r) => r.end(GIANT), 'larger than 10000 bytes', small],
    ['chunks without end (case 42)', endless, 'set limits.bodySize of the target higher', small],
    ['a gzip bomb (case 43)', gzipped(gzipSync(Buffer.alloc(5e6))), 'larger than 10000 bytes', small],
    ['plain text said to be gzip (case 43)', gzipped('a 1\n'), 'not the gzip it is said to be'],
    ['gzip that does not say so (case 43)', write({}, gzipSync('a 1\n')), 'the page is gzip'],
    ['zstd (case 43)', write({ 'content-encoding': 'zstd' }, zstdCompressSync('a 1')), 'encoded as "zstd"'],
    ['brotli (case 43)', write({ 'content-encoding': 'br' }, brotliCompressSync('a 1')), 'encoded as "br"'],
    ['gzip cut off (case 44)', gzipped(gzipSync('a 1\n').subarray(0, 15)), 'not the gzip'],
    ['text that is no page (case 44)', write({}, 'a 1\n<html>\n'), 'line 2'],
    ['a line cut off (case 44)', write({}, 'a 1\nb{x="'), 'line 2'],
    ['bytes that are no text (case 44)', write({}, Buffer.of(97, 32, 49, 10, 98, 0xff)), 'line 2'],
    ['OpenMetrics without an end (case 44)', write(OPENMETRICS, 'a 1\n'), 'may have been cut'],
    ['broken protocol buffers (case 44)', write(PROTO, Buffer.of(200, 1, 10)), 'metric family at byte 0'],
    ['an error page', (r) => r.writeHead(503).end('a 1\n'), 'answered HTTP 503 instead of 200'],
    [
      'a redirect to metadata (case 49)',
      (r) => r.writeHead(302, { location: 'http://169.254.169.254/' }).end(),
      'may not be sent',
    ],
    [
      'a redirect to a file (case 49)',
      (r) => r.writeHead(302, { location: 'file:///etc/hosts' }).end(),
      'file:',
    ],
  ])('%s', async (_, fault, message, options) => {
    const { scraping, outcome } = await faulty(fault, options);
    expect(outcome).toMatchObject({ samples: 0, error: expect.stringContaining(message) });
    await expectDown(scraping);
  });

  test('one that does not listen, or does not speak HTTP (case 41)', async () => {
    const refusing = scraperOf(1);
    expect((await refusing.scrape()).error).toContain('connection refused');
    expect(await refusing.last('up')).toBe(0);
    const port = await servers.tcp((socket) => socket.end('SSH-2.0-OpenSSH\r\n'));
    expect((await scraperOf(port).scrape()).error).not.toBe('');
  });

  test('one that sends a byte at a time (case 41)', async () => {
    const port = await servers.tcp((socket: Socket) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      const drip = setInterval(() => socket.write('a'), 10);
      socket.on('close', () => clearInterval(drip));
    });
    expect((await scraperOf(port, { timeoutMs: 200 }).scrape()).error).toBe(
      'no complete answer within 200 ms',
    );
  });

  test('headers without end (case 42)', async () => {
    const port = await servers.tcp((socket) => socket.write(`HTTP/1.1 200 OK\r\nx: ${'a'.repeat(200_000)}`));
    expect((await scraperOf(port).scrape()).error).toContain('headers');
  });
});

test('a bomb never fills the memory, and other targets are scraped as ever (cases 42 and 43)', async () => {
  const packed = bomb();
  const bombs = await Promise.all(
    Array.from({ length: 5 }, () => faulty(write({ 'content-encoding': 'gzip' }, packed))),
  );
  for (const { scraping, outcome } of bombs) {
    expect(outcome.error).toContain('made to fill the memory');
    await expectDown(scraping);
  }
  const good = await pages(['a 1\n']);
  const bad = await faulty(endless, small);
  expect(bad.outcome.error).not.toBe('');
  expect(await good.scrape()).toMatchObject({ error: '', samples: 1 });
});

describe('over a limit the scrape fails as a whole, and the error names limit and series (case 53):', () => {
  const limits = { ...DEFAULT_SCRAPE_LIMITS, samples: 2, labels: 4, labelNameBytes: 20, labelValueBytes: 30 };
  test.each([
    ['samples', 'a 1\nb 2\nc 3\n', 'the page has 3 samples, more than 2', 'limits.samples'],
    ['labels', 'a{b="1",c="2"} 1\n', 'has 5 labels, more than 4', 'limits.labels'],
    [
      'the name of a label',
      'a{this_is_a_very_long_name="1"} 1\n',
      'more than 20 bytes',
      'limits.labelNameSize',
    ],
    [
      'the value of a label',
      'a{b="äääääääääääääääää"} 1\n',
      'a value of b of more than 30 bytes',
      'limits.labelValueSize',
    ],
  ])('%s', async (_, page, problem, setting) => {
    const scraping = await pages(['before 1\n', page], { limits });
    await scraping.scrape();
    const { error } = await scraping.scrape();
    expect(error).toContain(problem);
    expect(error).toContain(`expose less, or set ${setting} of the target higher`);
    await expectDown(scraping);
    expect(await scraping.samples('a')).toEqual([]);
  });

  test('the limits hold where nobody set any', { timeout: 30_000 }, async () => {
    const page = Array.from({ length: DEFAULT_SCRAPE_LIMITS.samples + 1 }, (_, i) => `a${i} 1\n`).join('');
    const scraping = await pages([page]);
    expect((await scraping.scrape()).error).toBe(
      'the page has 100001 samples, more than 100000: expose less, or set limits.samples of the target higher',
    );
    expect(await scraping.last('scrape_samples_scraped')).toBe(100_001);
  });

  test('samples that relabelling drops do not count', async () => {
    const metricRelabel = [relabelRule({ action: 'drop', sourceLabels: ['__name__'], regex: 'go_.*' })];
    const scraping = await pages(['go_a 1\ngo_b 1\na 1\nb 2\n'], { limits, metricRelabel });
    expect(await scraping.scrape()).toMatchObject({ error: '', samples: 2 });
    expect(await scraping.scrape()).toMatchObject({ error: '', samples: 2 });
    expect(await scraping.last('scrape_samples_scraped')).toBe(4);
    expect(await scraping.last('scrape_samples_post_metric_relabeling')).toBe(2);
  });
});

describe('pages that are odd, but can be read:', () => {
  test('of a series that stands there twice the first sample counts, however it is written (case 45)', async () => {
    const scraping = await pages(['a{x="1",y="2"} 1\na{x="1",y="2"} 2\na{y="2",x="1"} 3\n']);
    for (let i = 0; i < 3; i++) expect(await scraping.scrape()).toMatchObject({ error: '', samples: 1 });
    expect(await scraping.samples('a')).toMatchObject([{ values: [1, 1, 1] }]);
  });

  test('a series written in ever new ways is one series, whose texts do not fill the memory (case 48)', async () => {
    const ways = Array.from({ length: 3000 }, (_, i) => `a{${' '.repeat(i)}x="1"} ${i}\n`);
    const scraping = await pages(ways, {}, TEXT);
    for (let i = 0; i < 20; i++) expect((await scraping.scrape()).error).toBe('');
    expect((await scraping.samples('a'))[0].values).toHaveLength(20);
  });

  test('a page cannot write the samples about its own scrape', async () => {
    const scraping = await pages(['up 7\nscrape_duration_seconds 9\na 1\n']);
    for (let i = 0; i < 2; i++) expect((await scraping.scrape()).error).toBe('');
    expect(await scraping.samples('up')).toMatchObject([{ values: [1, 1] }]);
  });

  test('types and labels that flip are taken as they come (case 47)', async () => {
    const scraping = await pages([
      '# TYPE a summary\na{x="1"} 1\n',
      '# TYPE a gauge\na{y="1"} 2\n',
      '# TYPE a summary\na{x="1"} 3\n',
    ]);
    for (const type of ['summary', 'gauge', 'summary']) {
      expect((await scraping.scrape()).error).toBe('');
      expect(scraping.metadata.all().get('a')?.type).toBe(type);
    }
    expect(await scraping.samples('a')).toMatchObject([
      { labels: { x: '1' }, values: [1, 'stale', 3] },
      { labels: { y: '1' }, values: [2, 'stale'] },
    ]);
  });

  test('series that are all new in each scrape end in the next one (case 48)', async () => {
    const page = (scrape: number) =>
      Array.from({ length: 100 }, (_, i) => `a{id="${scrape}-${i}"} 1\n`).join('');
    const scraping = await pages([0, 1, 2, 3].map(page));
    for (let i = 0; i < 4; i++) expect(await scraping.scrape()).toMatchObject({ error: '', samples: 100 });
    expect(await scraping.last('scrape_series_added')).toBe(100);
    const series = await scraping.samples('a');
    expect(series).toHaveLength(400);
    expect(series.filter(({ values }) => values.at(-1) === 'stale')).toHaveLength(300);
  });

  test('after a failed scrape series go on', async () => {
    const scraping = await pages(['a 1\nb 2\n', 'a 1\nb\n', 'a 3\nb 4\n', 'a 5\nb 6\n', 'a 7\nb 8\n']);
    for (let i = 0; i < 5; i++) await scraping.scrape();
    expect(await scraping.samples('a')).toMatchObject([{ values: [1, 'stale', 3, 5, 7] }]);
    expect(await scraping.samples('b')).toMatchObject([{ values: [2, 'stale', 4, 6, 8] }]);
    expect(await scraping.samples('up')).toMatchObject([{ values: [1, 0, 1, 1, 1] }]);
  });
});

describe('timestamps on a page', () => {
  const page = 'a 1 999000\nb 2\na 3 1000500\n';

  test('do not count unless they are honoured: a sample counts when it is read', async () => {
    const scraping = await pages([page]);
    await scraping.scrape();
    expect(await scraping.samples('a')).toMatchObject([{ values: [1], timestamps: [1000] }]);
  });

  test('count where they are honoured, and such series have no staleness markers (case 46)', async () => {
    const scraping = await pages([page, 'b 3\n', 'a 4\n', 'b 5\n'], { honorTimestamps: true });
    for (let i = 0; i < 4; i++) expect((await scraping.scrape()).error).toBe('');
    expect(await scraping.samples('a')).toMatchObject([
      { values: [1, 3, 4, 'stale'], timestamps: [-1000, 500, 3000, 4000] },
    ]);
    expect(await scraping.samples('b')).toMatchObject([{ values: [2, 3, 'stale', 5] }]);
  });
});

describe('labels of a page that the target has too', () => {
  const page = 'a{job="mine",exported_job="theirs",env=""} 1\n';
  const labels = { job: 'shop', env: 'prod' };
  const labelsOf = async (options: Partial<ScrapeTarget>) => {
    const scraping = await pages([page], { labels, ...options });
    expect((await scraping.scrape()).error).toBe('');
    return (await scraping.samples('a'))[0].labels;
  };

  test('become exported_, as often as it takes', async () => {
    const exported = { job: 'shop', env: 'prod', exported_job: 'theirs', exported_exported_job: 'mine' };
    expect(await labelsOf({})).toEqual(exported);
  });

  test('stay where they are honoured, and an empty one keeps that of the target away', async () => {
    expect(await labelsOf({ honorLabels: true })).toEqual({ job: 'mine', exported_job: 'theirs' });
  });

  test('rules change them before they are kept, and may not take the name', async () => {
    const metricRelabel = [relabelRule({ action: 'labeldrop', regex: 'exported_.*' })];
    expect(await labelsOf({ metricRelabel })).toEqual(labels);
    const scraping = await pages([page], {
      metricRelabel: [relabelRule({ action: 'labeldrop', regex: '__name__' })],
    });
    expect((await scraping.scrape()).error).toMatch(/metricRelabel leaves a\{.*\} without a name/);
  });
});

test('each scrape tells how long it took and how near the limits are', async () => {
  const scraping = await pages(['a 1\n'], { timeoutMs: 4000 });
  await scraping.scrape();
  const names = ['scrape_timeout_seconds', 'scrape_sample_limit', 'scrape_body_size_bytes'];
  expect(await Promise.all(names.map((name) => scraping.last(name)))).toEqual([4, 100_000, 4]);
  const large = await faulty(endless, small);
  expect(await large.scraping.last('scrape_body_size_bytes')).toBe(-1);
});
