/*
 * What a scrape costs: our metrics page beside those of prom-client 15.1.3 and its kin, in turns, up to bytes
 * that are ready to be sent. Half of the samples are counters, half belong to histograms of 13 buckets; three
 * labels. Read the ratios (time of prom-client divided by the time of each).
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createGzip, gzip } from 'node:zlib';
import { createRegistry } from '@telltale/sdk';
import { median } from './rounds.ts';
import type { ScrapeContender, ScrapeLibrary } from './scrape-contenders.ts';
import { BUCKETS, CONTENDERS, dirty, labelsOf, populate } from './scrape-contenders.ts';

const SELF = fileURLToPath(import.meta.url);
const BASELINE = 'prom-client';
/** Which part of the series changes between scrapes: each, each tenth, none. */
const CHANGES = { 'all changed': 1, 'a tenth changed': 10, idle: 0 } as const;
const ROUNDS: Readonly<Record<number, number>> = { 10_000: 15, 100_000: 5 };
const WARM_UPS: Readonly<Record<number, number>> = { 10_000: 30, 100_000: 2 };

interface Entry {
  readonly name: string;
  readonly library: ScrapeLibrary;
  readonly contender: ScrapeContender;
}

async function speed(samples: number): Promise<void> {
  const entries = Object.entries(CONTENDERS).map(([name, create]): Entry => {
    const library = create();
    return { name, library, contender: populate(library, samples) };
  });
  // A scrape is a few calls of large loops: only many of them are as fast as those of a running service.
  for (let round = 0; round < WARM_UPS[samples]; round++) {
    for (const { library, contender } of entries) {
      dirty(contender, 1, round);
      await library.render();
      await library.renderOpenMetrics?.();
    }
  }
  console.log(`\n${samples} samples: milliseconds (times as fast as ${BASELINE})`);
  for (const [title, part] of Object.entries(CHANGES)) await contest(title, entries, part, samples);
}

async function contest(
  title: string,
  entries: readonly Entry[],
  part: number,
  samples: number,
): Promise<void> {
  const rounds: Record<string, number>[] = [];
  const warmUps = 1;
  for (let round = 0; round < ROUNDS[samples] + warmUps; round++) {
    const times: Record<string, number> = {};
    for (const { name, library, contender } of entries) {
      if (part > 0) dirty(contender, part, round);
      times[name] = await timed(() => library.render());
      if (library.renderOpenMetrics) {
        // Both pages have the same changes to show; this one finds them written already.
        if (part > 0) dirty(contender, part, round + 1);
        times[`${name} OpenMetrics`] = await timed(library.renderOpenMetrics);
      }
    }
    if (round >= warmUps) rounds.push(times);
  }
  const cells = Object.keys(rounds[0]).map((name) => {
    const ms = median(rounds.map((times) => times[name])).toFixed(2);
    const ratio = median(rounds.map((times) => times[BASELINE] / times[name])).toFixed(1);
    return `${name} ${ms} (${ratio}x)`;
  });
  console.log(`  ${title.padEnd(16)} ${cells.join('  ')}`);
}

async function timed(task: () => Promise<unknown>): Promise<number> {
  // What the one before has left behind is not this one's to clear up.
  globalThis.gc?.({ type: 'minor' });
  const startMs = performance.now();
  await task();
  return performance.now() - startMs;
}

/** The longest turn of the event loop while pages are made. */
async function turns(samples: number): Promise<void> {
  const cells: string[] = [];
  for (const [name, create] of Object.entries(CONTENDERS)) {
    const library = create();
    const contender = populate(library, samples);
    const first = await longestTurn(() => library.render());
    const later: number[] = [];
    for (let round = 0; round < 7; round++) {
      dirty(contender, 1, round);
      later.push(await longestTurn(() => library.render()));
    }
    cells.push(`${name} ${median(later).toFixed(2)} (first ${first.toFixed(1)})`);
  }
  console.log(`\nlongest turn of the event loop, ${samples} samples, all changed, ms\n  ${cells.join('  ')}`);
}

async function longestTurn(task: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  let last = performance.now();
  let isOn = true;
  const tick = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (isOn) setImmediate(tick);
  };
  await new Promise((resolve) => {
    setTimeout(resolve, 5);
  });
  last = performance.now();
  setImmediate(tick);
  await task();
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
  isOn = false;
  return longest;
}

/** Memory of one contender in a process of its own: allocated by a scrape, and kept per sample. */
async function memory(name: string, samples: number): Promise<void> {
  const labels = Array.from({ length: samples }, (_, index) => labelsOf(index));
  const before = usedBytes();
  const library = CONTENDERS[name]();
  const counter = library.counter('http_requests_total');
  const change = () => {
    for (const own of labels) counter.inc(own);
  };
  change();
  const recorded = usedBytes();
  await library.render();
  change();
  await library.render();
  const scraped = usedBytes();
  change();
  const start = process.memoryUsage();
  await library.render();
  const end = process.memoryUsage();
  const allocated = end.heapUsed - start.heapUsed + (end.external - start.external);
  const perSample = (bytes: number) => (bytes / samples).toFixed(0).padStart(5);
  console.log(
    `  ${name.padEnd(20)} before ${perSample(recorded - before)}  after ${perSample(scraped - before)}  ` +
      `allocated by a scrape ${(allocated / 1e6).toFixed(2)} MB`,
  );
}

function usedBytes(): number {
  for (let i = 0; i < 3; i++) globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

function memories(samples: number): void {
  console.log(`\n${samples} counter series: bytes for each before and after a scrape`);
  const flags = ['--conditions=@telltale/source', '--no-warnings', '--expose-gc'];
  // No collection between two looks: what is allocated is seen.
  const space = ['--min-semi-space-size=256', '--max-semi-space-size=256'];
  for (const name of Object.keys(CONTENDERS)) {
    spawnSync(process.execPath, [...flags, ...space, SELF, name, String(samples)], { stdio: 'inherit' });
  }
}

/** Processor time of compressing a page as it is streamed. */
async function compression(samples: number): Promise<void> {
  const registry = createRegistry({ maxSeriesPerMetric: samples });
  const labels = { method: 'any', route: 'any', status: 'any' } as const;
  populate(
    {
      counter: (name) => registry.counter(name, { help: 'h', labels }),
      histogram: (name) => registry.histogram(name, { help: 'h', labels, buckets: BUCKETS }),
    },
    samples,
  );
  const body = Buffer.from(registry.expose());
  const cells: string[] = [];
  for (const level of [1, 2, 3, 4, 6]) {
    const whole = await promisify(gzip)(body, { level });
    const cpuMs = await cpuOf(() => compressed(body, level));
    cells.push(`level ${level}: ${cpuMs.toFixed(0)} ms, ${(whole.length / 1000).toFixed(0)} kB`);
  }
  const size = (body.length / 1e6).toFixed(1);
  console.log(`\ngzip of ${samples} samples (${size} MB), processor time\n  ${cells.join('  ')}`);
}

function compressed(body: Uint8Array, level: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const zip = createGzip({ level }).on('error', reject).on('end', resolve).resume();
    for (let at = 0; at < body.length; at += 65_536) zip.write(body.subarray(at, at + 65_536));
    zip.end();
  });
}

async function cpuOf(task: () => Promise<void>): Promise<number> {
  const figures: number[] = [];
  for (let round = 0; round < 5; round++) {
    const start = process.cpuUsage();
    await task();
    const { user, system } = process.cpuUsage(start);
    figures.push((user + system) / 1000);
  }
  return median(figures);
}

const [only, count] = process.argv.slice(2);
if (only === undefined) {
  await speed(10_000);
  await speed(100_000);
  await turns(100_000);
  memories(100_000);
  await compression(100_000);
} else {
  await memory(only, Number(count));
}
