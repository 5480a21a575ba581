import { LabelSet } from '@telltale/model';
import { openStore } from '@telltale/storage';
import type { Store } from '@telltale/storage';
import { mkdtempSync, rmSync } from 'node:fs';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { AppendHistory } from '../cache/append-history.ts';
import type { QueryAnswer } from '../query-answers.ts';
import { trackAppends } from '../tracked-appender.ts';
import type { ThreadSettings } from './messages.ts';
import type { QueryThreadOptions } from './query-thread.ts';
import { QueryThread } from './query-thread.ts';

const MEGABYTE = 1024 * 1024;
const END_MS = Math.floor(Date.now() / 1000) * 1000;
const SERIES = 200;
const SAMPLES = 300;

let folder = '';
let store: Store;
const history = new AppendHistory();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'telltale-query-'));
  store = await openStore({ folder });
  const appender = trackAppends(store.metrics, history);
  const ids = Array.from({ length: SERIES }, (_, i) =>
    appender.intern(LabelSet.of({ __name__: 'jobs_total', worker: `w${i}` })),
  );
  for (let k = 0; k < SAMPLES; k++) {
    const values = Float64Array.from(ids, (_, i) => k * (i + 1));
    appender.append({ group: 'jobs', timestampMs: END_MS - (SAMPLES - k) * 1000, ids, values });
  }
});

afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const settingsOf = (): ThreadSettings => ({
  dataFolder: folder,
  closedWindows: false,
  experimental: false,
  maxSamples: 50_000_000,
  maxBytes: 500 * MEGABYTE,
  maxResultBytes: 10 * MEGABYTE,
});

function start(options: Partial<QueryThreadOptions> = {}): QueryThread {
  const thread = new QueryThread({
    store,
    history,
    metadata: () => new Map(),
    settings: settingsOf(),
    ...options,
  });
  onTestFinished(() => thread.close());
  return thread;
}

/** The threads that this process starts from now on. */
function startedThreads(): { readonly names: string[]; ended: number } {
  const started = { names: [] as string[], ended: 0 };
  const onWorker = (message: unknown): void => {
    // What Node publishes for each of them.
    const { worker } = message as { worker: Worker };
    started.names.push(worker.threadName ?? '');
    worker.once('exit', () => started.ended++);
  };
  subscribe('worker_threads', onWorker);
  onTestFinished(() => void unsubscribe('worker_threads', onWorker));
  return started;
}

async function textOf({ body }: QueryAnswer): Promise<string> {
  if (body instanceof Uint8Array) return new TextDecoder().decode(body);
  const parts: Uint8Array[] = [];
  for await (const part of body) parts.push(part);
  return Buffer.concat(parts).toString();
}

const instant = (query: string) => ({ kind: 'instant', query, timeMs: END_MS }) as const;
const WINDOW = { startMs: END_MS - 200_000, endMs: END_MS, stepMs: 1000 };
/** Many windows of many samples each. */
const HEAVY = 'sum(quantile_over_time(0.9, {__name__=~".+"}[200s:1s]))';
/** The same series with the names of their workers 40 times as long. */
const longer = (of: string): string =>
  `label_replace(${of}, "worker", "${'$1'.repeat(40)}", "worker", "(.*)")`;

describe('query thread', () => {
  test('it answers from the store that another thread writes', async () => {
    const thread = start();
    const answer = await thread.answer(instant('count(jobs_total)'));
    expect(JSON.parse(await textOf(answer)).data.result[0].value[1]).toBe(String(SERIES));
    expect(answer.stats.seriesRead).toBe(SERIES);
  });

  test('a range that was asked before comes from the cache until something older is appended', async () => {
    const thread = start();
    const request = { kind: 'range', query: 'sum(rate(jobs_total[60s]))', range: WINDOW } as const;
    const first = await thread.answer(request);
    const second = await thread.answer(request);
    expect([first.cachedSteps, second.cachedSteps]).toEqual([0, 201]);
    const text = await textOf(first);
    expect(await textOf(second)).toBe(text);
    expect(await textOf(await thread.answer(request))).toBe(text);
    expect(await textOf(await thread.answer({ ...request, kind: 'panel', id: 'p' }))).toContain('"id":"p"');
    expect((await thread.answer(request, { usesCache: false })).cachedSteps).toBe(0);
    history.note(END_MS - 100_000);
    expect((await thread.answer(request)).cachedSteps).toBe(100);
  });

  test('an error keeps its code and its text', async () => {
    const thread = start();
    await expect(thread.answer(instant('sum('))).rejects.toMatchObject({ code: 'TT_QUERY_SYNTAX' });
    const range = { startMs: 0, endMs: 11_000_000, stepMs: 1000 };
    await expect(thread.answer({ kind: 'range', query: 'up', range })).rejects.toMatchObject({
      code: 'TT_QUERY_RANGE',
      message: expect.stringContaining('11001 steps'),
    });
  });

  test('a large answer is printed as it is read, and what is not read is let go', async () => {
    const thread = start();
    const request = { kind: 'range', query: 'jobs_total', range: WINDOW } as const;
    const { body } = await thread.answer(request);
    if (body instanceof Uint8Array) throw new Error('one chunk');
    for await (const chunk of body) {
      expect(chunk.length).toBeGreaterThan(100_000);
      break;
    }
    const whole = JSON.parse(await textOf(await thread.answer(request)));
    expect(whole.data.result).toHaveLength(SERIES);
  });

  test('a query of somebody who left before it started is not begun', async () => {
    const thread = start();
    const caller = new AbortController();
    const left = thread.answer(instant(HEAVY), { signal: caller.signal });
    caller.abort(new Error('gone'));
    await expect(left).rejects.toThrow('gone');
    await expect(thread.answer(instant('1'), { signal: caller.signal })).rejects.toThrow('gone');
    expect(await textOf(await thread.answer(instant('1')))).toContain('"scalar"');
  });

  test('a query that takes too long is told so and stopped', async () => {
    const thread = start();
    const request = { kind: 'range', query: HEAVY, range: WINDOW } as const;
    await expect(thread.answer(request, { timeoutMs: 50 })).rejects.toMatchObject({
      code: 'TT_QUERY_TIMEOUT',
    });
  });

  test('a thread that runs out of heap fails its queries clearly, and the next query is answered', async () => {
    const lines: string[] = [];
    const thread = start({ maxHeapMb: 40, log: (line) => lines.push(line) });
    // Label values of 256,000 characters: 40 times 40 times 40 times the name of a worker.
    await expect(thread.answer(instant(longer(longer(longer('jobs_total')))))).rejects.toMatchObject({
      code: 'TT_QUERY_LIMIT',
      message: expect.stringContaining('40 MB of heap'),
    });
    expect(lines.join()).toContain('heap');
    expect(await textOf(await thread.answer(instant('1 + 1')))).toContain('"2"');
  });

  test('a thread that nobody asks any more is ended, and the next query starts another one', async () => {
    const started = startedThreads();
    const thread = start({ idleMs: 20 });
    expect(await textOf(await thread.answer(instant('1 + 1')))).toContain('"2"');
    expect(started.names).toEqual(['telltale-query']);
    await expect.poll(() => started.ended).toBe(1);
    expect(await textOf(await thread.answer(instant('1 + 2')))).toContain('"3"');
    expect(started.names).toHaveLength(2);
  });

  test('a thread that is silent well past the time of a query is ended, and the next query is answered', async () => {
    const lines: string[] = [];
    const thread = start({ graceMs: 0, log: (line) => lines.push(line) });
    // It has not even begun to listen by then.
    await expect(thread.answer(instant('1'), { timeoutMs: 1 })).rejects.toMatchObject({
      code: 'TT_QUERY_EXECUTION',
      message: expect.stringContaining('did not stop'),
    });
    expect(lines.join()).toContain('did not stop');
    expect(await textOf(await thread.answer(instant('1 + 1'), { timeoutMs: 60_000 }))).toContain('"2"');
  });

  test('of queries that run when the thread runs out of heap, only the one that needs so much fails', async () => {
    const lines: string[] = [];
    const thread = start({ maxHeapMb: 40, log: (line) => lines.push(line) });
    const dying = thread.answer(instant(longer(longer(longer('jobs_total')))));
    const slow = 'sum(quantile_over_time(0.9, jobs_total[200s]))';
    const others = [0, 1].map((i) =>
      thread.answer({ kind: 'range', query: `${slow} + ${i}`, range: { ...WINDOW, stepMs: 4000 } }),
    );
    const outcomes = await Promise.allSettled([dying, ...others]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
    // Once with all of them, and once when it was tried alone.
    expect(lines.filter((line) => line.includes('heap'))).toHaveLength(2);
  });
});
