/* oxlint-disable no-console -- a program whose output is its purpose */
/*
 * Measures the store on synthetic series: node --conditions=@telltale/source packages/storage/test/measure.ts
 * Figures are of one run on one machine; compare runs, not machines.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { LabelSet, VirtualClock } from '@telltale/model';
import type { CompiledMatcher } from '@telltale/model';
import { openStore } from '@telltale/storage';
import { typicalSeries } from './typical-series.ts';

const SERIES = Number(process.env.SERIES ?? 10_000);
const ROWS = Number(process.env.ROWS ?? 1440);
const STEP_MS = 15_000;
const PER_GROUP = 500;
const startMs = Date.UTC(2026, 5, 1, 1);

const folder = mkdtempSync(join(tmpdir(), 'telltale-measure-'));
const clock = new VirtualClock(startMs);
const columns = Array.from({ length: SERIES }, (_, i) => typicalSeries(i, ROWS));
let store = await openStore({ folder, clock, flushIntervalMs: 200 });
const groups = Array.from({ length: SERIES / PER_GROUP }, (_, group) => {
  const members = Array.from({ length: PER_GROUP }, (_, i) => group * PER_GROUP + i);
  const ids = members.map((i) =>
    store.metrics.intern(
      LabelSet.of({
        __name__: `m${i % 100}`,
        instance: `host${group}`,
        series: String(i),
        half: String(i % 2),
      }),
    ),
  );
  return { members, ids, values: new Float64Array(PER_GROUP) };
});

const cpuBefore = process.cpuUsage();
const mainBefore = performance.eventLoopUtilization();
const startedMs = performance.now();
let appendMs = 0;
for (let row = 0; row < ROWS; row++) {
  // Samples ahead of the clock are refused.
  await clock.advanceTo(startMs + row * STEP_MS);
  for (const [group, { members, ids, values }] of groups.entries()) {
    for (let i = 0; i < members.length; i++) values[i] = columns[members[i]][row];
    const before = performance.now();
    store.metrics.append({ group: String(group), timestampMs: startMs + row * STEP_MS, ids, values });
    appendMs += performance.now() - before;
  }
  await new Promise((resolve) => setImmediate(resolve));
}
await store.flush();
const elapsedMs = performance.now() - startedMs;
await new Promise((resolve) => setTimeout(resolve, 1500));
const cpu = process.cpuUsage(cpuBefore);
const millions = (SERIES * ROWS) / 1e6;
console.log(`append: ${(appendMs / millions).toFixed(0)} ms main thread per M samples`);
console.log(`cpu: ${((cpu.user + cpu.system) / 1000 / millions).toFixed(0)} ms per M samples, all threads`);
console.log(`burst: ${(millions / (elapsedMs / 1000)).toFixed(2)} M samples/s`);
console.log(
  `event loop busy: ${(performance.eventLoopUtilization(mainBefore).utilization * 100).toFixed(0)} %`,
);
console.log(store.stats());
await store.close();

let before = performance.now();
store = await openStore({ folder, clock });
console.log(`open: ${(performance.now() - before).toFixed(0)} ms`);
const { blocks, headSamples, diskBytes, walBytes } = store.stats();
const inBlocks = SERIES * ROWS - headSamples;
console.log(`disk: ${((diskBytes - walBytes) / inBlocks).toFixed(2)} bytes per sample in ${blocks} blocks`);

const endMs = startMs + (ROWS - 1) * STEP_MS;
await read('1 series, 6 h', [equal('series', '7')], 6);
await read('200 series, 1 h', [oneOf('series', 200)], 1);
await read('2,000 series, 6 h', [oneOf('series', 2000)], 6);
await read('all series, 1 h', [], 1);
await store.close();
rmSync(folder, { recursive: true });

async function read(title: string, matchers: readonly CompiledMatcher[], hours: number): Promise<void> {
  const request = { matchers, startMs: endMs - hours * 3_600_000 + 1, endMs };
  const times: number[] = [];
  let samples = 0;
  for (let i = 0; i < 5; i++) {
    before = performance.now();
    const series = await store.metrics.select(request);
    times.push(performance.now() - before);
    samples = series.reduce((sum, { values }) => sum + values.length, 0);
  }
  console.log(
    `${title}: ${samples} samples, ms ${times.map((ms) => ms.toFixed(1)).join(' ')} (first is cold)`,
  );
}

function equal(name: string, value: string): CompiledMatcher {
  return { name, op: '=', value, matches: (text) => text === value };
}

function oneOf(name: string, count: number): CompiledMatcher {
  const wanted = new Set(
    Array.from({ length: count }, (_, i) => String((i * Math.floor(SERIES / count)) % SERIES)),
  );
  return { name, op: '=~', value: '', matches: (text) => wanted.has(text) };
}
