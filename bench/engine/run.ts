import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasProgram } from '../../test/support/counterpart.ts';
import type { Contender, Running } from './contender.ts';
import { bytesOf, loadPrometheus, loadStation, memoryOf } from './contender.ts';
import type { DataSet } from './data-set.ts';
import { writeDataSet } from './data-set.ts';
import { compareAnswers, get } from './answers.ts';
import { FLEET_SIZES } from './fleet.ts';
import type { Span } from './queries.ts';
import { QUERIES, SPANS, requestPath } from './queries.ts';

/*
 * The same six hours of a fleet in Debian's Prometheus and in a station, both from their blocks;
 * the same queries to both over HTTP, in turns. Needs `npm run build`.
 *
 *   SIZE=small|large   1,000 or 10,000 series (default large: 14.4 M samples)
 *   ROUNDS=20          measured rounds of each query
 *   ONLY=q01,q02       some queries
 *   DATA=FOLDER        keeps the samples there for the next run
 */
const size = (process.env['SIZE'] ?? 'large') as keyof typeof FLEET_SIZES;
const rounds = Number(process.env['ROUNDS'] ?? 20);
const only = process.env['ONLY']?.split(',');
const WARM_UPS = 2;
const STARTS = 5;
/** Asked of freshly started engines, whose caches are empty. */
const COLD = ['q01_rate_by_route', 'q02_p95_by_route', 'q08_count'];

if (!hasProgram('prometheus') || !hasProgram('promtool')) {
  console.log('Prometheus is not installed: npm run setup:counterparts');
  process.exit(0);
}
const kept = process.env['DATA'];
const folder = kept ?? mkdtempSync(join(tmpdir(), 'telltale-bench-'));
try {
  const data = writeDataSet(folder, size);
  console.log(`${data.series} series, ${data.samples} samples`);
  const loaded = [await loadStation(folder, data), await loadPrometheus(folder, data)];
  for (const { contender, seconds } of loaded) {
    const perSample = (await bytesOf(contender.folder)) / data.samples;
    const rate = Number.isNaN(seconds) ? '' : `, loaded at ${(data.samples / seconds / 1e6).toFixed(2)} M/s`;
    console.log(`${contender.name}: ${perSample.toFixed(2)} bytes a sample${rate}`);
  }
  const [station, prometheus] = loaded.map(({ contender }) => contender);
  await compareStarts([station, prometheus]);
  await compareCold([station, prometheus], data);
  await compareQueries(station, prometheus, data);
} finally {
  if (kept === undefined) rmSync(folder, { recursive: true, force: true });
}

async function compareStarts(contenders: readonly Contender[]): Promise<void> {
  for (const contender of contenders) {
    const times: number[] = [];
    for (let i = 0; i < STARTS; i++) {
      const running = await contender.start();
      times.push(running.startedInMs);
      await running.stop();
    }
    console.log(`${contender.name}: ready after ${median(times).toFixed(0)} ms`);
  }
}

async function compareCold(contenders: readonly Contender[], { endS }: DataSet): Promise<void> {
  for (const id of COLD) {
    const times: string[] = [];
    for (const contender of contenders) {
      const running = await contender.start();
      const path = requestPath(QUERIES[id], '6h', endS) + contender.parameters;
      const { ms } = await get(running.url + path);
      times.push(`${contender.name} ${ms.toFixed(1)} ms`);
      await running.stop();
    }
    console.log(`cold 6h ${id.padEnd(20)} ${times.join(', ')}`);
  }
}

async function compareQueries(station: Contender, prometheus: Contender, data: DataSet): Promise<void> {
  const ours = await station.start();
  const theirs = await prometheus.start();
  try {
    for (const span of Object.keys(SPANS) as Span[]) {
      const ratios: number[] = [];
      for (const [id, query] of Object.entries(QUERIES)) {
        if (only && !only.some((name) => id.startsWith(name))) continue;
        ratios.push(await duel(id, query, span, [ours, theirs], station.parameters, data.endS));
      }
      console.log(`${span}: ${geometricMean(ratios).toFixed(2)}x as fast as Prometheus (geometric mean)\n`);
    }
    for (const [name, { pid }] of Object.entries({ station: ours, Prometheus: theirs })) {
      const { residentMb, peakMb } = memoryOf(pid);
      console.log(`${name}: ${residentMb} MB resident after the queries, ${peakMb} MB at most`);
    }
    await refresh(ours, data.endS);
  } finally {
    await Promise.all([ours.stop(), theirs.stop()]);
  }
}

/** Asks both in turns; prints and returns how many times as fast the station is. */
async function duel(
  id: string,
  query: string,
  span: Span,
  [ours, theirs]: readonly Running[],
  parameters: string,
  endS: number,
): Promise<number> {
  const path = requestPath(query, span, endS);
  const [our, their]: [number[], number[]] = [[], []];
  let difference = '';
  for (let round = 0; round < rounds + WARM_UPS; round++) {
    const a = await get(ours.url + path + parameters);
    const b = await get(theirs.url + path);
    if (round === 0) difference = differenceText(a.body, b.body);
    if (round < WARM_UPS) continue;
    our.push(a.ms);
    their.push(b.ms);
  }
  const ratio = median(their) / median(our);
  const figures = `${median(our).toFixed(1)} ms, Prometheus ${median(their).toFixed(1)} ms, ${ratio.toFixed(1)}x`;
  console.log(`${span.padEnd(8)}${id.padEnd(20)}${figures}${difference}`);
  return ratio;
}

function differenceText(a: Buffer, b: Buffer): string {
  const { points, onlyOne, largest } = compareAnswers(a, b);
  const isSame = onlyOne === 0 && largest < 1e-6;
  return isSame
    ? ''
    : `  (of ${points} points ${onlyOne} only one has; largest difference ${largest.toPrecision(2)})`;
}

/** A dashboard that is refreshed: the window moves on by a step each time, the result cache is on. */
async function refresh({ url }: Running, endS: number): Promise<void> {
  for (const id of ['q01_rate_by_route', 'q02_p95_by_route']) {
    const times: number[] = [];
    for (let round = 0; round < 12; round++) {
      const { ms } = await get(url + requestPath(QUERIES[id], '6h', endS - 60 * (12 - round)));
      if (round >= WARM_UPS) times.push(ms);
    }
    console.log(`refreshed 6h ${id.padEnd(20)} ${median(times).toFixed(1)} ms`);
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}
