import { join } from 'node:path';
import type { Expr, QueryResult, QueryService } from '@telltale/model';
import { createQueryEngine } from '@telltale/promql';
import { openStore } from '@telltale/storage';
import { stopProgram } from '../../support/program.ts';
import { startPrometheusOver } from '../../support/prometheus-over-samples.ts';
import type { Answer, Question, WireAnswer } from './answer.ts';
import { answerOf, answerOfWire, refusalOf } from './answer.ts';
import type { SparseSeries } from './sparse-series.ts';
import { toOpenMetrics } from './sparse-series.ts';

/** The two engines over the same samples. */
export interface TwoAnswers {
  theirs(question: Question): Promise<Answer>;
  ours(question: Question): Promise<Answer>;
  /** Of our engine alone, as it comes. */
  readonly engine: QueryService;
  stop(): Promise<void>;
}

const CENTURY_MS = 100 * 365 * 86_400_000;

/** Loads one set of samples into Debian's Prometheus and into a store with our engine on it. */
export async function startTwoAnswers(folder: string, series: readonly SparseSeries[]): Promise<TwoAnswers> {
  const { prometheus, prometheusUrl } = await startPrometheusOver(folder, toOpenMetrics(series));
  const store = await openStore({ folder: join(folder, 'data'), retentionMs: CENTURY_MS });
  await fill(store, series);
  // Prometheus 2 includes the left edge of a window.
  const engine = createQueryEngine({ source: store.metrics, closedWindows: true });
  return {
    engine,
    theirs: (question) => askPrometheus(prometheusUrl, question),
    ours: async (question) => {
      try {
        return answerOf((await ask(engine, question.query, question)).value);
      } catch (error) {
        return refusalOf(error);
      }
    },
    stop: async () => void (await Promise.all([stopProgram(prometheus), store.close()])),
  };
}

/** Asks an engine for a moment or for a range. */
export function ask(
  engine: QueryService,
  query: string | Expr,
  { startMs, endMs, stepMs }: Omit<Question, 'query'>,
): Promise<QueryResult> {
  return stepMs === 0 ? engine.instant(query, startMs) : engine.range(query, { startMs, endMs, stepMs });
}

async function askPrometheus(url: string, { query, startMs, endMs, stepMs }: Question): Promise<Answer> {
  const seconds = (ms: number): string => String(ms / 1000);
  const [path, times] =
    stepMs === 0
      ? ['query', { time: seconds(startMs) }]
      : ['query_range', { start: seconds(startMs), end: seconds(endMs), step: seconds(stepMs) }];
  const body = new URLSearchParams({ query, ...times });
  const response = await fetch(`${url}/api/v1/${path}`, { method: 'POST', body });
  const wire: WireAnswer = JSON.parse(await response.text());
  return answerOfWire(wire);
}

async function fill(
  store: Awaited<ReturnType<typeof openStore>>,
  series: readonly SparseSeries[],
): Promise<void> {
  const rows = new Map<number, { ids: number[]; values: number[] }>();
  for (const { labels, samples } of series) {
    const id = store.metrics.intern(labels);
    for (const [ms, value] of samples) {
      const row = rows.get(ms) ?? { ids: [], values: [] };
      rows.set(ms, row);
      row.ids.push(id);
      row.values.push(value);
    }
  }
  const ordered = [...rows].sort(([a], [b]) => a - b);
  for (const [i, [timestampMs, { ids, values }]] of ordered.entries()) {
    store.metrics.append({ group: 'samples', timestampMs, ids, values: Float64Array.from(values) });
    // Gives the writer thread its turn; nobody appends hours within a moment.
    if (i % 100 === 0) await store.flush();
  }
  await store.flush();
}
