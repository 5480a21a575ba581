import type { QueryRange, QueryResult, QueryStats } from '@telltale/model';
import { parseExpr } from '@telltale/promql';
import type { AppendHistory } from './append-history.ts';
import type { CachedRange, CachedRemark } from './cached-range.ts';
import { bytesOfSeries } from './cached-range.ts';
import { cutSeries, joinParts } from './join-parts.ts';
import { looksOnlyBack } from './looks-only-back.ts';
import { alignmentOf, countSteps, isSameRange, lastStepBefore, lastStepOf } from './step-range.ts';

/** No answer may push out all others. */
const MAX_SHARE = 1 / 4;
/** Whether queries can be cached is remembered for so many texts. */
const MAX_TEXTS = 2000;

export interface ResultCacheOptions {
  /** Memory of all entries together. */
  readonly maxBytes: number;
  readonly history: AppendHistory;
}

/** A range query as the cache sees it. */
export interface CacheableQuery {
  readonly query: string;
  readonly range: QueryRange;
  /** What else changes the result, as text. */
  readonly variant: string;
}

/** A result, and how many of its steps were not evaluated for it. */
export interface CachedResult {
  readonly result: QueryResult;
  readonly cachedSteps: number;
}

/**
 * Keeps the results of range queries, so that a page which asks the same again a little later has only
 * the new steps evaluated. A step is used as long as nothing was appended, late or in order, at or
 * before it since it was computed.
 */
export class ResultCache {
  readonly #options: ResultCacheOptions;
  readonly #entries = new Map<string, { readonly entry: CachedRange; readonly bytes: number }>();
  readonly #cacheable = new Map<string, boolean>();
  #bytes = 0;

  constructor(options: ResultCacheOptions) {
    this.#options = options;
  }

  /** Memory of all entries. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Forgets all results: samples are gone that they were made of. */
  clear(): void {
    this.#entries.clear();
    this.#bytes = 0;
  }

  /** Answers from what is known, and by evaluating the steps before and after it. */
  async answer(
    asked: CacheableQuery,
    evaluate: (range: QueryRange) => Promise<QueryResult>,
  ): Promise<CachedResult> {
    const { query, variant } = asked;
    if (!this.#isCacheable(query)) return { result: await evaluate(asked.range), cachedSteps: 0 };
    const range = { ...asked.range, endMs: lastStepOf(asked.range) };
    if (!(range.endMs >= range.startMs)) return { result: await evaluate(asked.range), cachedSteps: 0 };
    const key = `${alignmentOf(range)} ${variant} ${query}`;
    const { sequence } = this.#options.history;
    const known = this.#stillRight(key, range);
    if (known && isSameRange(known.range, range)) return this.#hit(key, known, sequence);
    const parts = await evaluateAround(known, range, evaluate);
    const whole = joined(parts, range, sequence);
    this.#keep(key, known ? withOlder(known, whole) : whole);
    const costs = [parts.before, parts.after].flatMap((part) => part?.stats ?? []);
    return { result: resultOf(whole, costs), cachedSteps: countSteps(parts.cached) };
  }

  /** Nothing is to be evaluated. The series are the same object as the last time. */
  #hit(key: string, known: CachedRange, sequence: number): CachedResult {
    this.#keep(key, { ...known, sequence });
    return { result: resultOf(known, []), cachedSteps: countSteps(known.range) };
  }

  /** What is known of a query and can be used for a range, as if asked alone. */
  #stillRight(key: string, range: QueryRange): CachedRange | undefined {
    const found = this.#entries.get(key)?.entry;
    if (!found) return undefined;
    const changedMs = this.#options.history.changedSince(found.sequence);
    const endMs = Math.min(found.range.endMs, lastStepBefore(found.range, changedMs));
    const { startMs, stepMs } = found.range;
    if (endMs < startMs || endMs < range.startMs - stepMs || startMs > range.endMs + stepMs) return undefined;
    if (endMs === found.range.endMs) return found;
    return { ...found, range: { startMs, endMs, stepMs }, series: cutSeries(found.series, startMs, endMs) };
  }

  #keep(key: string, entry: CachedRange): void {
    const former = this.#entries.get(key);
    if (former) this.#drop(key, former.bytes);
    const { maxBytes } = this.#options;
    const bytes = bytesOfSeries(entry.series) + key.length * 2;
    if (bytes > maxBytes * MAX_SHARE) return;
    this.#entries.set(key, { entry, bytes });
    this.#bytes += bytes;
    // The one used longest ago comes first.
    for (const [oldest, { bytes: freed }] of this.#entries) {
      if (this.#bytes <= maxBytes) return;
      this.#drop(oldest, freed);
    }
  }

  #drop(key: string, bytes: number): void {
    this.#entries.delete(key);
    this.#bytes -= bytes;
  }

  #isCacheable(query: string): boolean {
    let isCacheable = this.#cacheable.get(query);
    if (isCacheable === undefined) {
      isCacheable = canBeCached(query);
      if (this.#cacheable.size >= MAX_TEXTS) this.#cacheable.clear();
      this.#cacheable.set(query, isCacheable);
    }
    return isCacheable;
  }
}

function canBeCached(query: string): boolean {
  try {
    return looksOnlyBack(parseExpr(query));
  } catch {
    // What is wrong with it is told by the evaluation.
    return false;
  }
}

/** The steps of an answer: evaluated, cached, evaluated. */
interface Parts {
  readonly before: QueryResult | undefined;
  readonly cached: QueryRange;
  readonly known: CachedRange | undefined;
  readonly after: QueryResult | undefined;
}

async function evaluateAround(
  known: CachedRange | undefined,
  range: QueryRange,
  evaluate: (range: QueryRange) => Promise<QueryResult>,
): Promise<Parts> {
  const { startMs, endMs, stepMs } = range;
  if (!known) {
    const nothing = { startMs, endMs: startMs - stepMs, stepMs };
    return { before: undefined, cached: nothing, known, after: await evaluate(range) };
  }
  const cached = {
    startMs: Math.max(startMs, known.range.startMs),
    endMs: Math.min(endMs, known.range.endMs),
    stepMs,
  };
  const before =
    startMs < known.range.startMs
      ? await evaluate({ startMs, endMs: Math.min(endMs, known.range.startMs - stepMs), stepMs })
      : undefined;
  const after =
    endMs > known.range.endMs
      ? await evaluate({ startMs: Math.max(startMs, known.range.endMs + stepMs), endMs, stepMs })
      : undefined;
  return { before, cached, known, after };
}

function joined({ before, cached, known, after }: Parts, range: QueryRange, sequence: number): CachedRange {
  const middle = known ? cutSeries(known.series, cached.startMs, cached.endMs) : [];
  const series = joinParts([seriesOf(before), middle, seriesOf(after)]);
  const remarks = mergedRemarks(
    known?.remarks.filter(({ untilMs }) => untilMs >= range.startMs) ?? [],
    remarksOf(before, cached.startMs - cached.stepMs),
    remarksOf(after, range.endMs),
  );
  return { range, series, remarks, sequence };
}

/** Each remark once, with the last step it was made for. */
function mergedRemarks(...lists: readonly (readonly CachedRemark[])[]): readonly CachedRemark[] {
  const merged = new Map<string, CachedRemark>();
  for (const each of lists.flat()) merged.set(JSON.stringify(each.remark), each);
  return [...merged.values()];
}

function seriesOf(result: QueryResult | undefined): CachedRange['series'] {
  return result?.value.type === 'matrix' ? result.value.series : [];
}

function remarksOf(result: QueryResult | undefined, untilMs: number): readonly CachedRemark[] {
  return result?.annotations.map((remark) => ({ remark, untilMs })) ?? [];
}

function resultOf({ series, remarks }: CachedRange, costs: readonly QueryStats[]): QueryResult {
  const sum = (figure: 'evaluationMs' | 'loadingMs' | 'seriesRead' | 'samplesRead'): number =>
    costs.reduce((total, cost) => total + cost[figure], 0);
  return {
    value: { type: 'matrix', series },
    annotations: remarks.map(({ remark }) => remark),
    stats: {
      evaluationMs: sum('evaluationMs'),
      loadingMs: sum('loadingMs'),
      seriesRead: sum('seriesRead'),
      samplesRead: sum('samplesRead'),
      peakSamples: Math.max(0, ...costs.map(({ peakSamples }) => peakSamples)),
    },
  };
}

/** Adds to a result the steps around it that were known before; as the window moves on, the oldest go. */
function withOlder(known: CachedRange, whole: CachedRange): CachedRange {
  const { startMs, endMs, stepMs } = whole.range;
  const keptMs = Math.max(known.range.endMs - known.range.startMs, endMs - startMs);
  const first = Math.min(startMs, Math.max(known.range.startMs, Math.max(endMs, known.range.endMs) - keptMs));
  const last = Math.max(endMs, known.range.endMs);
  if (first === startMs && last === endMs) return whole;
  const older = cutSeries(known.series, first, startMs - stepMs);
  const newer = cutSeries(known.series, endMs + stepMs, last);
  return {
    range: { startMs: first, endMs: last, stepMs },
    series: joinParts([older, whole.series, newer]),
    remarks: mergedRemarks(known.remarks, whole.remarks),
    sequence: whole.sequence,
  };
}
