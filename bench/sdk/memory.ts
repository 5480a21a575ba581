/*
 * Memory of 100,000 counter series with three labels, before and after a scrape: bytes per series, each
 * library in a process of its own, after garbage collection.
 */
import { spawnSync } from 'node:child_process';
import { createRegistry } from '@telltale/sdk';
import { printTable } from './table.ts';

const SERIES = 100_000;
const METHODS = ['GET', 'POST', 'PUT', 'DELETE'];
const STATUS = ['200', '404'];
const LABEL_NAMES = ['method', 'route', 'status'];

/** A counter, and what makes the metrics page. */
interface Subject {
  readonly inc: (labels: { method: string; route: string; status: string }) => void;
  readonly scrape: () => unknown;
}

/** The part of prom-client and its kin that is measured. */
interface PromLike {
  readonly Counter: typeof import('prom-client').Counter;
  readonly Registry: typeof import('prom-client').Registry;
}

const SUBJECTS: Readonly<Record<string, () => Promise<Subject>>> = {
  'prom-client': () => promLike('prom-client'),
  '@prometheus-io': () => promLike('@prometheus-io/client'),
  platformatic: () => promLike('@platformatic/prom-client'),
  ours: async () => {
    const registry = createRegistry({ maxSeriesPerMetric: SERIES });
    const labels = { method: 'any', route: 'any', status: 'any' } as const;
    const counter = registry.counter('c_total', { help: 'h', labels });
    return { inc: (given) => counter.inc(given), scrape: () => registry.expose() };
  },
};

async function promLike(name: string): Promise<Subject> {
  const { Counter, Registry }: PromLike = await import(name);
  const registry = new Registry();
  const counter = new Counter({ name: 'c_total', help: 'h', labelNames: LABEL_NAMES, registers: [registry] });
  return { inc: (labels) => counter.inc(labels), scrape: () => registry.metrics() };
}

function usedBytes(): number {
  for (let i = 0; i < 4; i++) globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

async function measure(name: string): Promise<void> {
  const { inc, scrape } = await SUBJECTS[name]();
  // The texts belong to the program that records, not to the library.
  const routes = Array.from({ length: SERIES >> 2 }, (_, index) => `/api/resource/${index}/:id`);
  inc({ method: METHODS[0], route: routes[0], status: STATUS[0] });
  const before = usedBytes();
  for (let index = 0; index < SERIES; index++) {
    const status = STATUS[(index >> 1) & 1];
    inc({ method: METHODS[index & 3], route: routes[index >> 2], status });
  }
  const filled = usedBytes();
  await scrape();
  const scraped = usedBytes();
  const perSeries = (bytes: number) => `${Math.round((bytes - before) / SERIES)} B`;
  process.stdout.write(JSON.stringify([name, perSeries(filled), perSeries(scraped)]));
}

/** Measures a library in a process of its own. */
function rowOf(name: string): string[] {
  const flags = ['--conditions=@telltale/source', '--no-warnings', '--expose-gc'];
  const { stdout } = spawnSync(process.execPath, [...flags, import.meta.filename, name], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(stdout);
}

const [, , chosen] = process.argv;
if (chosen !== undefined) await measure(chosen);
else printTable(['library', 'per series', 'after a scrape'], Object.keys(SUBJECTS).map(rowOf));
