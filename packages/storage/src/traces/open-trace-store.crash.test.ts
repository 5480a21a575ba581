import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isInShare } from '@telltale/model';
import type { Span } from '@telltale/model';
import { expect, it } from 'vitest';
import { seededRandom } from '../../test/seeded-random.ts';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import { CRASH_SPANS, crashBatch } from '../../test/trace-crash-spans.ts';
import { openTraceStore } from './open-trace-store.ts';

const KILLS = process.env.TELLTALE_TEST_SCALE === 'long' ? 60 : 6;
/** Stores that are killed at the same time: a life is mostly waiting for a process to start. */
const FOLDERS = 3;
const SEED = Number(process.env.TELLTALE_TEST_SEED ?? 1);
const SHARE = 0.3;
const DAY_MS = 86_400_000;
/** The child's program without its types: else each life begins with removing them. */
const COMPILED = join(tmpdir(), 'telltale-crash-child');
const CHILD = fileURLToPath(new URL('../../test/trace-crash-child.ts', import.meta.url));

/** Appends batches in a process that is killed some time after the first was taken; returns the last that was. */
async function runAndKill(folder: string, startMs: number, first: number, delayMs: number): Promise<number> {
  const child = spawn(
    'node',
    ['--conditions=@telltale/source', '--no-warnings', CHILD, folder, String(startMs), String(first)],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NODE_COMPILE_CACHE: COMPILED } },
  );
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const exited = once(child, 'exit');
  await Promise.race([once(child.stdout, 'data'), exited]);
  await new Promise((resolve) => setTimeout(resolve, delayMs));
  expect(child.exitCode, errors).toBeNull();
  child.kill('SIGKILL');
  await exited;
  expect(errors).toBe('');
  return Number(output.split('\n').at(-2));
}

/** Checks all that the store has, and returns how many batches that is. */
async function checkSpans(folder: string, startMs: number, taken: number): Promise<number> {
  const store = await openTraceStore({ folder, sampling: { ratio: SHARE } });
  await store.flush();
  const range = { startMs: 0, endMs: Number.MAX_SAFE_INTEGER };
  const operations = await store.operations(range);
  const calls = operations.reduce((sum, each) => sum + each.calls, 0);
  // What was taken is there once; of the batch that the kill came upon all or nothing.
  expect(calls % CRASH_SPANS).toBe(0);
  const batches = calls / CRASH_SPANS;
  expect([taken + 1, taken + 2]).toContain(batches);
  const spans = Array.from({ length: batches }, (_, batch) => crashBatch(startMs, batch)).flat();
  for (const { operation, calls: counted, errors } of operations) {
    const of = spans.filter(({ name }) => name === operation);
    expect([operation, counted, errors]).toEqual([operation, of.length, of.filter(isError).length]);
  }
  await checkKept(store, spans);
  await store.close();
  return batches;
}

/** A trace in the share is there whole; of the others there is each span that is an error. */
async function checkKept(
  store: Awaited<ReturnType<typeof openTraceStore>>,
  spans: readonly Span[],
): Promise<void> {
  for (const [traceId, ofTrace] of Map.groupBy(spans, (span) => span.traceId)) {
    const wanted = isInShare(traceId, SHARE) ? ofTrace : ofTrace.filter(isError);
    if (wanted.length === 0) continue;
    const kept = new Map((await store.get(traceId))?.spans.map((span) => [span.spanId, span]));
    const missing = wanted.filter(
      (span) => JSON.stringify(kept.get(span.spanId)?.name) !== JSON.stringify(span.name),
    );
    expect(missing.map(({ spanId }) => `${traceId}/${spanId}`)).toEqual([]);
  }
}

function isError({ status }: Span): boolean {
  return status === 'error';
}

async function killRepeatedly(random: () => number, kills: number): Promise<void> {
  const folder = temporaryFolder();
  const startMs = Math.floor(Date.now() / DAY_MS - 1) * DAY_MS;
  let batches = 0;
  for (let kill = 0; kill < kills; kill++) {
    const taken = await runAndKill(folder, startMs, batches, random() * 150);
    batches = await checkSpans(folder, startMs, taken);
  }
}

it('a store killed at any moment has every span it took that sampling keeps, and counted each once', async () => {
  const folders = Array.from({ length: FOLDERS }, (_, i) => seededRandom(SEED * KILLS + i));
  await Promise.all(folders.map((random) => killRepeatedly(random, Math.ceil(KILLS / FOLDERS))));
}, 600_000);
