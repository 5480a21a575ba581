import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { CRASH_SERIES, crashTimestampMs, crashValues } from '../test/crash-rows.ts';
import { temporaryFolder } from '../test/temporary-folder.ts';
import { openStore } from './open-store.ts';

const KILLS = process.env.TELLTALE_TEST_SCALE === 'long' ? 20 : 5;
const CHILD = fileURLToPath(new URL('../test/crash-child.ts', import.meta.url));

interface Child {
  readonly process: ChildProcess;
  readonly lastFlushedRow: () => number;
  readonly errors: () => string;
}

function startChild(folder: string, startMs: number, firstRow: number): Child {
  const child = spawn(
    'node',
    ['--conditions=@telltale/source', '--no-warnings', CHILD, folder, String(startMs), String(firstRow)],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  return {
    process: child,
    lastFlushedRow: () => Number(output.split('\n').at(-2) ?? -1),
    errors: () => errors,
  };
}

/** Kills the child with SIGKILL some time after its first flush; returns the last flushed row. */
async function runAndKill(child: Child): Promise<number> {
  const exited = once(child.process, 'exit');
  while (child.lastFlushedRow() < 0 && child.process.exitCode === null) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await new Promise((resolve) => setTimeout(resolve, Math.random() * 300));
  expect(child.process.exitCode, child.errors()).toBeNull();
  child.process.kill('SIGKILL');
  await exited;
  return child.lastFlushedRow();
}

/** Opens the store, checks every row that it has, and returns the number of the last one. */
async function checkRows(folder: string, startMs: number): Promise<number> {
  const store = await openStore({ folder });
  const series = await store.metrics.select({ matchers: [], startMs: 0, endMs: Number.MAX_SAFE_INTEGER });
  expect(series.length).toBe(CRASH_SERIES);
  const rows = series[0].timestamps.length;
  const times = Float64Array.from({ length: rows }, (_, row) => crashTimestampMs(startMs, row));
  const expected = Array.from({ length: rows }, (_, row) => crashValues(row));
  for (const { labels, timestamps, values } of series) {
    const i = Number(labels.get('series'));
    expect(timestamps).toEqual(times);
    expect(values).toEqual(Float64Array.from(expected, (row) => row[i]));
  }
  await store.close();
  return rows - 1;
}

describe('a store killed with SIGKILL', () => {
  it(`opens again each of ${KILLS} times with every flushed sample, ascending and bit-equal`, async () => {
    const folder = temporaryFolder();
    const startMs = Math.floor(Date.now() / 86_400_000 - 1) * 86_400_000;
    let nextRow = 0;
    let flushedRows = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const flushed = await runAndKill(startChild(folder, startMs, nextRow));
      const last = await checkRows(folder, startMs);
      expect(flushed).toBeGreaterThanOrEqual(nextRow);
      expect(last).toBeGreaterThanOrEqual(flushed);
      flushedRows += flushed - nextRow;
      nextRow = last + 1;
    }
    expect(flushedRows).toBeGreaterThan(KILLS);
  }, 120_000);
});
