import { walkExpr } from '@telltale/model';
import type { Expr, QueryOptions, QueryResult, QueryService, VectorSample } from '@telltale/model';
import { matchersOf } from '@telltale/promql';

/** So many steps are answered by one query. */
const STEPS_AT_ONCE = 256;

/** When a service will be asked. */
export interface SteppedQueryOptions {
  readonly startMs: number;
  readonly stepMs: number;
  /** Names of series that are written while the questions are asked. */
  readonly written: ReadonlySet<string>;
}

/**
 * Answers instant queries that come step by step from range queries, many steps at a time: tests ask the
 * same expression a thousand times over samples that are all there. Expressions that read what is written
 * meanwhile are asked one by one.
 */
export function createSteppedQuery(engine: QueryService, options: SteppedQueryOptions): QueryService {
  const { startMs, stepMs, written } = options;
  const answers = new Map<Expr, Map<number, Promise<StepAnswers | undefined>>>();
  const answersOf = (expr: Expr, chunk: number, limits: QueryOptions | undefined) => {
    const chunks = answers.get(expr) ?? new Map<number, Promise<StepAnswers | undefined>>();
    answers.set(expr, chunks);
    let answer = chunks.get(chunk);
    if (!answer) {
      const fromMs = startMs + chunk * STEPS_AT_ONCE * stepMs;
      answer = askSteps(engine, expr, { fromMs, stepMs }, limits);
      chunks.set(chunk, answer);
    }
    return answer;
  };
  return {
    instant: async (query, timeMs, limits) => {
      const step = (timeMs - startMs) / stepMs;
      if (typeof query === 'string' || !Number.isInteger(step) || !readsOnlyGiven(query, written)) {
        return engine.instant(query, timeMs, limits);
      }
      const steps = await answersOf(query, Math.floor(step / STEPS_AT_ONCE), limits);
      // What fails at one step need not fail at another.
      if (!steps) return engine.instant(query, timeMs, limits);
      const samples = steps.samples.get(timeMs) ?? [];
      return { ...steps.result, value: { type: 'vector', samples } };
    },
    range: (query, range, limits) => engine.range(query, range, limits),
    series: (query) => engine.series(query),
    labelNames: (query) => engine.labelNames(query),
    labelValues: (name, query) => engine.labelValues(name, query),
    metadata: () => engine.metadata(),
  };
}

/** Whether an expression reads samples that are all there, and none of the future. */
export function readsOnlyGiven(expr: Expr, written: ReadonlySet<string>): boolean {
  for (const node of walkExpr(expr)) {
    if ('at' in node && node.at !== undefined) return false;
    if ('offsetMs' in node && (node.offsetMs ?? 0) < 0) return false;
    if ('offsetExpr' in node && node.offsetExpr !== undefined) return false;
    if (node.kind !== 'vector') continue;
    const name = matchersOf(node).find((matcher) => matcher.name === '__name__' && matcher.op === '=');
    if (name === undefined || written.has(name.value)) return false;
  }
  return true;
}

interface StepAnswers {
  readonly result: QueryResult;
  readonly samples: ReadonlyMap<number, readonly VectorSample[]>;
}

async function askSteps(
  engine: QueryService,
  expr: Expr,
  { fromMs, stepMs }: { readonly fromMs: number; readonly stepMs: number },
  limits: QueryOptions | undefined,
): Promise<StepAnswers | undefined> {
  const range = { startMs: fromMs, endMs: fromMs + (STEPS_AT_ONCE - 1) * stepMs, stepMs };
  try {
    const result = await engine.range(expr, range, limits);
    return { result, samples: samplesByTime(result) };
  } catch {
    return undefined;
  }
}

function samplesByTime({ value }: QueryResult): ReadonlyMap<number, readonly VectorSample[]> {
  const byTime = new Map<number, VectorSample[]>();
  if (value.type !== 'matrix') return byTime;
  for (const { labels, timestamps, values, histograms } of value.series) {
    for (let i = 0; i < timestamps.length; i++) {
      const timestampMs = timestamps[i];
      const samples = byTime.get(timestampMs) ?? [];
      byTime.set(timestampMs, samples);
      const histogram = histograms?.[i];
      samples.push({ labels, timestampMs, value: values[i], ...(histogram && { histogram }) });
    }
  }
  return byTime;
}
