import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SeriesSource } from '@telltale/model';
import { LabelSet } from '@telltale/model';
import type { Store } from '@telltale/storage';
import { openStore } from '@telltale/storage';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { AppendHistory } from '../cache/append-history.ts';
import type { AnswerOptions, AnswerRequest, QueryAnswer, QueryAnswers } from '../query-answers.ts';
import { QueryThread } from '../thread/query-thread.ts';
import { LightQueries } from './light-queries.ts';

const MEGABYTE = 1024 * 1024;
const END_MS = Math.floor(Date.now() / 1000) * 1000;
const SAMPLES = 240;

let folder = '';
let store: Store;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'telltale-light-'));
  store = await openStore({ folder });
  const fill = (name: string, series: number): void => {
    const ids = Array.from({ length: series }, (_, i) =>
      store.metrics.intern(LabelSet.of({ __name__: name, worker: `w${i}`, long: 'x'.repeat(100) })),
    );
    for (let k = 0; k < SAMPLES; k++) {
      const values = Float64Array.from(ids, (_, i) => k * (i + 1));
      store.metrics.append({ group: name, timestampMs: END_MS - (SAMPLES - k) * 1000, ids, values });
    }
  };
  fill('few_total', 20);
  fill('many_total', 1200);
});

afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Answers that say nothing but are noted. */
class NotingAnswers implements QueryAnswers {
  readonly asked: AnswerRequest[] = [];

  answer(request: AnswerRequest): Promise<QueryAnswer> {
    this.asked.push(request);
    const stats = { evaluationMs: 0, loadingMs: 0, seriesRead: 0, samplesRead: 0, peakSamples: 0 };
    return Promise.resolve({ body: new Uint8Array(), stats, cachedSteps: 0 });
  }
}

interface Watched {
  readonly light: LightQueries;
  readonly others: NotingAnswers;
  /** Selections that were begun, and how many samples were said to be read. */
  readonly seen: { selections: number; samples: number };
}

function start(): Watched {
  const seen = { selections: 0, samples: 0 };
  const { metrics } = store;
  const source: SeriesSource = {
    series: (request) => metrics.series(request),
    labelNames: (request) => metrics.labelNames(request),
    labelValues: (name, request) => metrics.labelValues(name, request),
    select: (request, signal) => {
      seen.selections++;
      const onSamples = (samples: number): void => {
        seen.samples += samples;
        request.onSamples?.(samples);
      };
      return metrics.select({ ...request, onSamples }, signal);
    },
  };
  const others = new NotingAnswers();
  return { seen, others, light: new LightQueries({ ...SETTINGS, source, others }) };
}

const SETTINGS = {
  metadata: () => new Map(),
  closedWindows: false,
  experimental: false,
  timeoutMs: 60_000,
};

const instant = (query: string) => ({ kind: 'instant', query, timeMs: END_MS }) as const;

async function textOf(answers: QueryAnswers, query: string, options: AnswerOptions = {}): Promise<string> {
  const { body } = await answers.answer(instant(query), options);
  const parts: Uint8Array[] = [];
  if (body instanceof Uint8Array) parts.push(body);
  else for await (const part of body) parts.push(part);
  return Buffer.concat(parts).toString();
}

describe('light queries', () => {
  test('they are answered with the bytes of the query thread', async () => {
    const thread = new QueryThread({
      store,
      history: new AppendHistory(),
      metadata: () => new Map(),
      settings: {
        closedWindows: false,
        experimental: false,
        dataFolder: folder,
        maxSamples: 1e6,
        maxBytes: 100 * MEGABYTE,
        maxResultBytes: MEGABYTE,
      },
    });
    onTestFinished(() => thread.close());
    const { light, others } = start();
    const queries = [
      '1 + 1',
      '"text"',
      'few_total',
      'few_total[5s]',
      'sum(rate(few_total[1m]))',
      'rate(few_total{worker="w3"}[1m]) > 2',
      'histogram_quantile(0.9, few_total)',
      'avg_over_time(few_total[3m] offset 10s)',
      'absent(none)',
      'label_replace(few_total, "x", "$1-$1", "worker", "(.*)") * 2',
    ];
    for (const query of queries) expect(await textOf(light, query)).toBe(await textOf(thread, query));
    const limited = { limit: 3, lookbackMs: 5000 };
    expect(await textOf(light, 'few_total', limited)).toBe(await textOf(thread, 'few_total', limited));
    expect(await textOf(light, 'few_total', { stats: 'per-step' })).toContain('"totalQueryableSamples":20');
    expect(others.asked).toEqual([]);
    for (const query of ['sum(', 'few_total + on () few_total', 'absent(none[1m] offset 1x)']) {
      const asked = await Promise.allSettled([textOf(light, query), textOf(thread, query)]);
      expect(asked.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
      const [here, there] = asked.map((outcome) => (outcome.status === 'rejected' ? outcome.reason : null));
      expect(here).toMatchObject({ code: there.code, message: there.message });
    }
  });

  test('a query that matches many series goes to the others before a sample is read, and at once the next time', async () => {
    const { light, others, seen } = start();
    await light.answer(instant('sum(many_total)'));
    expect([others.asked.length, seen.selections, seen.samples]).toEqual([1, 1, 0]);
    await light.answer(instant('sum(many_total)'));
    expect([others.asked.length, seen.selections]).toEqual([2, 1]);
  });

  test('a query of many samples, or of long texts, goes to the others', async () => {
    const { light, others } = start();
    const grown = (of: string): string =>
      `label_replace(${of}, "long", "${'$1'.repeat(80)}", "long", "(.*)")`;
    const heavy = ['count_over_time(many_total{worker=~"w[1-9].."}[4m])', grown(grown('few_total'))];
    for (const query of heavy) await light.answer(instant(query));
    expect(others.asked.map(({ query }) => query)).toEqual(heavy);
  });

  test('subqueries, panels and very long texts go to the others without a trial', async () => {
    const { light, others, seen } = start();
    await light.answer(instant('max_over_time(few_total[1m:1s])'));
    await light.answer(instant(`few_total${' + 0'.repeat(600)}`));
    const range = { startMs: END_MS - 60_000, endMs: END_MS, stepMs: 1000 };
    await light.answer({ kind: 'panel', id: 'p', query: 'few_total', range });
    expect([others.asked.length, seen.selections]).toEqual([3, 0]);
  });

  test('a range is light or heavy by its length', async () => {
    const { light, others, seen } = start();
    const ask = (lengthMs: number) => {
      const range = { startMs: END_MS - lengthMs, endMs: END_MS, stepMs: 10 };
      return light.answer({ kind: 'range', query: 'few_total', range });
    };
    for (const lengthMs of [1000, 60_000, 60_000, 1000]) await ask(lengthMs);
    expect([others.asked.length, seen.selections]).toEqual([2, 3]);
  });

  test('a query of somebody who left is not begun', async () => {
    const { light, seen } = start();
    const signal = AbortSignal.abort(new Error('gone'));
    await expect(light.answer(instant('few_total'), { signal })).rejects.toThrow('gone');
    expect(seen.selections).toBe(0);
  });
});
