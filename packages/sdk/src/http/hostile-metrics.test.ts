import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LabelSet, parseExposition } from '@telltale/model';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasProgram, suiteFolder } from '../../test/support/real-programs.ts';
import type { ScrapingPrometheus } from '../../test/support/scraping-prometheus.ts';
import { startScrapingPrometheus } from '../../test/support/scraping-prometheus.ts';
import type { Registry } from '../registry/registry.ts';
import { createRegistry } from '../registry/registry.ts';
import { createMetricsEndpoint } from './metrics-endpoint.ts';

const METRICS = process.env['TELLTALE_TEST_SCALE'] === 'long' ? 100_000 : 4000;
const METRICS_PER_BATCH = 2000;
const TIMEOUT_MS = 300_000;

/** Pieces of texts that try to end a quote, a line or a page, or to be something else. */
const PIECES = [
  '"',
  '\\',
  '\n',
  '\r',
  '\r\n',
  '\t',
  '\0',
  '\ud800',
  '\udfff',
  '\u2028',
  '\u202e',
  '\ufeff',
  '{',
  '}',
  ',',
  '=',
  '#',
  ' ',
  '\\n',
  '\\"',
  '"} 1\n',
  '\nforged_total 666\n',
  '"} 666\nforged{a="',
  '# EOF\n',
  '# TYPE forged counter\n',
  '__proto__',
  'constructor',
  '__name__',
  'le',
  'NaN',
  '+Inf',
  '666',
  'é',
  '🐟',
  'null',
  'x'.repeat(300),
  '',
];
const NAMES = [
  'constructor',
  '__proto__',
  'toString',
  'hasOwnProperty',
  'forge',
  'a',
  '_',
  'A:b',
  'le',
  'NaN',
  'Inf',
];
const VALUES = [
  0,
  -0,
  1,
  -1,
  0.1,
  1e21,
  1e-7,
  5e-324,
  Number.MAX_VALUE,
  -Number.MAX_VALUE,
  Infinity,
  -Infinity,
  2 ** 53,
];

interface Batch {
  readonly registry: Registry;
  /** The value of each series that was recorded, by its labels. */
  readonly recorded: ReadonlyMap<string, number>;
}

/** Mulberry32: the same metrics in every run. */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function makeBatch(index: number): Batch {
  const random = seededRandom(index + 1);
  const oneOf = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)];
  const text = () => Array.from({ length: Math.floor(random() * 5) }, () => oneOf(PIECES)).join('');
  const registry = createRegistry();
  const recorded = new Map<string, number>();
  for (let i = 0; i < METRICS_PER_BATCH; i++) {
    const name = `${oneOf(NAMES)}_${index}_${i}`;
    const label = oneOf(['a', 'constructor', '_b', 'toString']);
    const value = random() < 0.5 ? oneOf(VALUES) : random() * 1e6;
    const labels = { [label]: text(), id: `${i}` };
    const declared = { help: text(), labels: { [label]: 'any', id: 'any' } } as const;
    registry.gauge(name, declared).set(labels, value);
    const stored = labels[label].toWellFormed().replaceAll('\0', '\u{fffd}');
    recorded.set(keyOf({ __name__: name, [label]: stored, id: `${i}` }), value);
  }
  return { registry, recorded };
}

/** Prometheus takes an empty label for none. */
function keyOf(labels: Readonly<Record<string, string>>): string {
  return LabelSet.from(Object.entries(labels).filter(([, value]) => value !== '')).key;
}

/** Series that were not recorded, and recorded ones that are missing or have another value. */
function faultsOf(found: Iterable<readonly [string, number]>, { recorded }: Batch): string[] {
  const left = new Map(recorded);
  const faults: string[] = [];
  for (const [key, value] of found) {
    // Infinities and zeros keep their sign in text; in an answer of the API zeros do too.
    if (!left.has(key) || !Object.is(left.get(key), value)) faults.push(`${JSON.stringify(key)} is ${value}`);
    left.delete(key);
  }
  return [...faults, ...[...left.keys()].map((key) => `${JSON.stringify(key)} is missing`)];
}

function read(page: string, contentType: string): [string, number][] {
  const samples = parseExposition(page, contentType).families.flatMap((family) => family.samples);
  return samples
    .filter(({ labels }) => !labels.metricName.startsWith('telltale_sdk'))
    .map(({ labels, value }) => [keyOf(Object.fromEntries(labels.entries())), value]);
}

const batches = Array.from({ length: METRICS / METRICS_PER_BATCH }, (_, index) => makeBatch(index));

describe(`of ${METRICS} hostile metrics none forges a sample and each value is found again`, () => {
  test.each(['text', 'openmetrics'] as const)('by our parser, in the %s format', (format) => {
    const contentType = format === 'text' ? '' : 'application/openmetrics-text';
    for (const batch of batches) {
      expect(faultsOf(read(batch.registry.expose(format), contentType), batch)).toEqual([]);
    }
  });

  test.skipIf(!hasProgram('promtool'))(
    'by promtool (needs promtool on PATH)',
    { timeout: TIMEOUT_MS },
    () => {
      for (const { registry } of batches) {
        const { status, stderr } = spawnSync('promtool', ['check', 'metrics'], { input: registry.expose() });
        // 3: it can read everything and has remarks about names.
        expect([0, 3], String(stderr).slice(0, 500)).toContain(status);
      }
    },
  );
});

describe.skipIf(!hasProgram('prometheus'))('a real Prometheus (needs prometheus on PATH)', () => {
  const folder = suiteFolder();
  let server: Server;
  let prometheus: ScrapingPrometheus;

  beforeAll(async () => {
    const endpoints = batches.map(({ registry }) => createMetricsEndpoint(registry));
    server = createServer((request, response) => {
      endpoints[Number(request.url?.slice(1))].answer(request, response);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const urls = batches.map((_, index) => [`batch-${index}`, `http://127.0.0.1:${port}/${index}`]);
    prometheus = await startScrapingPrometheus(folder.path, Object.fromEntries(urls));
  }, TIMEOUT_MS);

  afterAll(async () => {
    await prometheus?.stop();
    server.closeAllConnections();
    server.close();
  });

  test(`finds each of ${METRICS} hostile metrics, and no other`, { timeout: TIMEOUT_MS }, async () => {
    for (const [index, batch] of batches.entries()) {
      const query = `{job="batch-${index}",__name__!~"up|scrape_.*|telltale_sdk_.*"}`;
      const { result } = (await prometheus.ask('query', { query })) as {
        result: { metric: Record<string, string>; value: [number, string] }[];
      };
      const found = result.map(({ metric: { job: _job, instance: _instance, ...labels }, value }) => {
        return [keyOf(labels), Number(value[1].replace('Inf', 'Infinity'))] as const;
      });
      expect(faultsOf(found, batch)).toEqual([]);
    }
  });
});
