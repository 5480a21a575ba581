import { describe, expect, it } from 'vitest';
import { CRASH_SERIES, crashTimestampMs, crashValue } from '../test/crash-rows.ts';
import { ProgramChild } from '../test/program-child.ts';
import { temporaryFolder } from '../test/temporary-folder.ts';
import type { SeriesColumns } from '@telltale/model';
import { seededRandom } from '../test/seeded-random.ts';
import type { StoreNotice } from './notice.ts';
import { openStore } from './open-store.ts';

const isLong = process.env.TELLTALE_TEST_SCALE === 'long';
const KILLS = isLong ? 100 : 8;
/** Stores that are killed at the same time: a life is mostly waiting for a process to start. */
const FOLDERS = 4;
/** How often one store is killed: all that it has is read again each time. */
const KILLS_OF_A_STORE = isLong ? 5 : 2;
const SEED = Number(process.env.TELLTALE_TEST_SEED ?? 1);
const DAY_MS = 86_400_000;
/** Opens the store, checks every row that it has, and returns the number of the last one. */
async function checkRows(folder: string, startMs: number): Promise<number> {
  const notices: StoreNotice[] = [];
  const store = await openStore({ folder, onNotice: (notice) => void notices.push(notice) });
  const all = await store.metrics.select({ matchers: [], startMs: 0, endMs: Number.MAX_SAFE_INTEGER });
  const series = all.filter(({ labels }) => labels.metricName === 'crash');
  expect(series.length).toBe(CRASH_SERIES);
  const rows = series[0].timestamps.length;
  for (const { labels, timestamps, values } of series) {
    const number = Number(labels.get('series'));
    expect(values.length).toBe(rows);
    // One by one: as arrays, so many take ten times as long to compare.
    const wrong = values.findIndex((value, row) => !Object.is(value, crashValue(row, number)));
    expect([labels.key, wrong]).toEqual([labels.key, -1]);
    expect(timestamps.findIndex((timeMs, row) => timeMs !== crashTimestampMs(startMs, row))).toBe(-1);
  }
  checkLateRows(
    all.find(({ labels }) => labels.metricName === 'late'),
    startMs,
    rows,
  );
  expect(notices.filter(({ kind }) => kind !== 'log-cut')).toEqual([]);
  await store.close();
  return rows - 1;
}

/** Each row but the last has also a sample of a series whose samples come in pairs, the later one first. */
function checkLateRows(late: SeriesColumns | undefined, startMs: number, rows: number): void {
  const byTime = new Map(
    Array.from(late?.timestamps ?? [], (timestampMs, i) => [timestampMs, late?.values[i]]),
  );
  expect(byTime.size).toBe(late?.timestamps.length);
  for (let row = 0; row < rows - 1; row++) {
    if (byTime.get(crashTimestampMs(startMs, row ^ 1)) !== row) expect.unreachable(`the late row ${row}`);
  }
}

/** Writes to one folder until it is killed, again and again. */
async function killRepeatedly(random: () => number, kills: number): Promise<void> {
  const folder = temporaryFolder();
  const startMs = Math.floor(Date.now() / DAY_MS - 10) * DAY_MS;
  let nextRow = 0;
  let flushedRows = 0;
  for (let kill = 0; kill < kills; kill++) {
    const child = new ProgramChild('crash-child.ts', [folder, String(startMs), String(nextRow)]);
    const flushed = await child.killAfter(random() * 200);
    const last = await checkRows(folder, startMs);
    expect(flushed).toBeGreaterThanOrEqual(nextRow);
    expect(last).toBeGreaterThanOrEqual(flushed);
    flushedRows += flushed - nextRow;
    // Once more: what is there is left out, and what the kill took of it is added.
    nextRow = last;
  }
  expect(flushedRows).toBeGreaterThan(kills);
}

describe('a store killed with SIGKILL', () => {
  it('opens again each time with every flushed sample, ascending and bit-equal', async () => {
    for (let kills = 0; kills < KILLS; kills += FOLDERS * KILLS_OF_A_STORE) {
      const folders = Array.from({ length: FOLDERS }, (_, i) => seededRandom(SEED * KILLS + kills + i));
      await Promise.all(folders.map((random) => killRepeatedly(random, KILLS_OF_A_STORE)));
    }
  }, 600_000);
});
