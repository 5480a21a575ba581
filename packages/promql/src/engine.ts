import type {
  CompiledMatcher,
  Expr,
  LabelSet,
  MetricMetadata,
  QueryOptions,
  QueryPlan,
  QueryRange,
  QueryResult,
  QueryService,
  QueryValue,
  SelectRequest,
  SeriesQuery,
  SeriesSource,
} from '@telltale/model';
import { TelltaleError } from '@telltale/model';
import { typeName } from './analysis/type-names.ts';
import { resolveTimes } from './durations/resolve-times.ts';
import { inQuery } from './errors/execution-error.ts';
import { Annotations } from './evaluation/context/annotations.ts';
import type { Limits } from './evaluation/context/budget.ts';
import { Budget } from './evaluation/context/budget.ts';
import type { CommonResults } from './evaluation/context/evaluation-context.ts';
import { MemoryPool } from './evaluation/context/memory-pool.ts';
import { evaluate } from './evaluation/evaluate.ts';
import { SharedOperands } from './evaluation/shared-operands.ts';
import { instantResult, rangeResult } from './evaluation/result/assemble-result.ts';
import { SelectorLoader } from './evaluation/context/selector-loader.ts';
import type { StepGrid } from './evaluation/values/step-grid.ts';
import type { Value } from './evaluation/values/value.ts';
import { MomentResults } from './plan/moment-results.ts';
import type { PlannedQuery } from './plan/prepared-plan.ts';
import { preparePlan } from './plan/prepared-plan.ts';
import { PreparedQueries } from './prepared-queries.ts';
import { compileMatcher } from './regexp/compile-matcher.ts';

/** How a query engine is set up. */
export interface QueryEngineOptions {
  /** Where samples are read from. */
  readonly source: SeriesSource;
  /** What is known of metrics from their exposition; nothing by default. */
  readonly metadata?: () => ReadonlyMap<string, MetricMetadata>;
  /** How long a sample stays current; 5 minutes by default. */
  readonly lookbackMs?: number;
  /** Whether windows include their left edge, as before Prometheus 3; false by default. */
  readonly closedWindows?: boolean;
  /** Whether the experimental parts of PromQL are answered; false by default, which refuses them. */
  readonly experimental?: boolean;
  readonly limits?: Partial<Limits>;
}

const DEFAULT_LOOKBACK_MS = 5 * 60_000;
const DEFAULT_SUBQUERY_STEP_MS = 60_000;
const DEFAULT_LIMITS: Limits = {
  maxSamples: 50_000_000,
  maxPointsPerSeries: 11_000,
  timeoutMs: 120_000,
  maxBytes: 1024 ** 3,
};

/**
 * A query service that evaluates PromQL over a source of series, with the semantics of
 * Prometheus 3. Its methods reject with PromqlError for a query that is not correct, and with
 * TelltaleError TT_QUERY_RANGE, TT_QUERY_LIMIT, TT_QUERY_TIMEOUT or TT_QUERY_EXECUTION for one that
 * cannot be answered; when the caller aborts, with the reason of its signal.
 */
export function createQueryEngine(options: QueryEngineOptions): QueryService {
  return new QueryEngine(options);
}

class QueryEngine implements QueryService {
  readonly #options: QueryEngineOptions;
  readonly #limits: Limits;
  readonly #memory: MemoryPool;
  readonly #prepared = new PreparedQueries();

  constructor(options: QueryEngineOptions) {
    this.#options = options;
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.#memory = new MemoryPool(this.#limits.maxBytes);
  }

  async instant(query: string | Expr, timeMs: number, options: QueryOptions = {}): Promise<QueryResult> {
    const { expr } = this.#prepared.of(query, this.#options);
    const times = { startMs: timeMs, endMs: timeMs, stepMs: 0 };
    const grid = { startMs: timeMs, stepMs: 1, count: 1 };
    const text = textOf(query);
    return this.#run({ expr: resolveTimes(expr, times, text), text }, grid, options, instantResult);
  }

  plan(queries: readonly Expr[]): QueryPlan {
    const { queries: planned, parts } = preparePlan(queries, this.#options);
    return {
      at: (timeMs) => {
        const common = new MomentResults(parts);
        return {
          instant: (index, options = {}) => this.#planned(planned[index], timeMs, options, common),
          forget: (metricName) => common.forget(metricName),
        };
      },
    };
  }

  async #planned(
    { expr, movesWithTime, fault }: PlannedQuery,
    timeMs: number,
    options: QueryOptions,
    common: CommonResults,
  ): Promise<QueryResult> {
    if (fault !== undefined) throw fault;
    if (movesWithTime || options.countsSamples || options.lookbackMs !== undefined) {
      return this.instant(expr, timeMs, options);
    }
    const grid = { startMs: timeMs, stepMs: 1, count: 1 };
    return this.#run({ expr, text: undefined, common }, grid, options, instantResult);
  }

  async range(query: string | Expr, range: QueryRange, options: QueryOptions = {}): Promise<QueryResult> {
    const { expr, type } = this.#prepared.of(query, this.#options);
    if (type !== 'scalar' && type !== 'vector') {
      const reason = `invalid expression type ${typeName(type)} for range query, must be scalar or instant vector`;
      throw new TelltaleError('TT_QUERY_TYPE', reason);
    }
    const grid = gridOf(range, this.#limits);
    const text = textOf(query);
    return this.#run({ expr: resolveTimes(expr, range, text), text }, grid, options, rangeResult);
  }

  async #run(
    { expr, text, common }: ResolvedQuery,
    grid: StepGrid,
    options: QueryOptions,
    assemble: (value: Value, grid: StepGrid) => QueryValue,
  ): Promise<QueryResult> {
    const started = performance.now();
    const { source, closedWindows = false } = this.#options;
    const lookbackMs = options.lookbackMs ?? this.#options.lookbackMs ?? DEFAULT_LOOKBACK_MS;
    const limits = { ...this.#limits, timeoutMs: options.timeoutMs ?? this.#limits.timeoutMs };
    const budget = new Budget(limits, this.#memory, options.signal);
    const samplesPerStep = options.countsSamples ? new Float64Array(grid.count) : undefined;
    const annotations = new Annotations();
    const loader = new SelectorLoader(source, budget);
    try {
      const value = await evaluate(
        {
          grid,
          lookbackMs,
          closedWindows,
          subqueryStepMs: DEFAULT_SUBQUERY_STEP_MS,
          loader,
          budget,
          annotations,
          samplesPerStep,
          // Samples are counted for each node that reads them.
          shared: samplesPerStep ? undefined : new SharedOperands(expr),
          common,
          metadata: this.#options.metadata ?? (() => new Map()),
        },
        expr,
      );
      return {
        value: assemble(value, grid),
        annotations: annotations.list(),
        stats: {
          evaluationMs: performance.now() - started,
          loadingMs: budget.loadingMs,
          seriesRead: budget.seriesRead,
          samplesRead: budget.samplesRead,
          peakSamples: budget.spent,
          ...(samplesPerStep && { samplesPerStep }),
        },
      };
    } catch (error) {
      throw inQuery(error, text);
    } finally {
      budget.close();
    }
  }

  async series(query: SeriesQuery): Promise<LabelSet[]> {
    const found = new Map<string, LabelSet>();
    for (const request of requestsOf(query)) {
      for (const labels of await this.#options.source.series(request)) found.set(labels.key, labels);
    }
    return [...found.values()];
  }

  labelNames(query: SeriesQuery): Promise<string[]> {
    return union(requestsOf(query).map((request) => this.#options.source.labelNames(request)));
  }

  labelValues(name: string, query: SeriesQuery): Promise<string[]> {
    return union(requestsOf(query).map((request) => this.#options.source.labelValues(name, request)));
  }

  async metadata(): Promise<ReadonlyMap<string, MetricMetadata>> {
    return this.#options.metadata?.() ?? new Map();
  }
}

function textOf(query: string | Expr): string | undefined {
  return typeof query === 'string' ? query : undefined;
}

/** A query without anything that depends on when it is asked. */
interface ResolvedQuery {
  readonly expr: Expr;
  /** As it was written, unless it was built. */
  readonly text: string | undefined;
  /** What it has in common with others of the same moment. */
  readonly common?: CommonResults | undefined;
}

function gridOf({ startMs, endMs, stepMs }: QueryRange, { maxPointsPerSeries }: Limits): StepGrid {
  if (!Number.isFinite(startMs) || !Number.isFinite(endMs) || !(stepMs > 0)) {
    throw new TelltaleError('TT_QUERY_RANGE', 'a range query needs a start, an end and a step above zero');
  }
  if (endMs < startMs)
    throw new TelltaleError('TT_QUERY_RANGE', 'the end of a range query must not be before its start');
  const count = Math.floor((endMs - startMs) / stepMs) + 1;
  if (count > maxPointsPerSeries) {
    const reason = `the range has ${count} steps, more than ${maxPointsPerSeries} points per series`;
    throw new TelltaleError('TT_QUERY_RANGE', reason);
  }
  return { startMs, stepMs, count };
}

/** Without selectors everything is meant, which a store is asked for by an empty list. */
function requestsOf({ selectors, startMs, endMs }: SeriesQuery): SelectRequest[] {
  const lists: CompiledMatcher[][] =
    selectors.length === 0 ? [[]] : selectors.map((list) => list.map(compileMatcher));
  return lists.map((matchers) => ({ matchers, startMs, endMs }));
}

async function union(lists: readonly Promise<string[]>[]): Promise<string[]> {
  return [...new Set((await Promise.all(lists)).flat())].sort();
}
