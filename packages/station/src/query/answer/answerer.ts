import type { QueryOptions, QueryRange, QueryResult, QueryService } from '@telltale/model';
import { TelltaleError } from '@telltale/model';
import { bytesOfSeries } from '../cache/cached-range.ts';
import { PrintedAnswers } from '../cache/printed-answers.ts';
import type { ResultCache } from '../cache/result-cache.ts';
import { countSteps } from '../cache/step-range.ts';
import { joinChunks } from '../print/join-chunks.ts';
import { limitSeries } from '../print/limit-series.ts';
import { printAnswer } from '../print/print-answer.ts';
import { printPanel } from '../print/print-panel.ts';
import type { AnswerOptions, AnswerRequest, QueryAnswer } from '../query-answers.ts';
import { timesOf } from '../query-answers.ts';

/** Prometheus' bound, enough for a point per minute of a week. */
export const MAX_POINTS = 11_000;

/** Printed answers that are kept; those of a page of panels are some megabytes. */
const MAX_PRINTED_BYTES = 8 * 1024 * 1024;

/** Options of an answer: the time is always said. */
export interface TaskOptions extends AnswerOptions {
  readonly timeoutMs: number;
  /** How long the query waited before. */
  readonly queuedMs: number;
}

/** An answer that prints itself as it is read. */
export interface PrintableAnswer {
  readonly cost: Omit<QueryAnswer, 'body'>;
  readonly chunks: Generator<Uint8Array<ArrayBuffer>, void>;
  /** Memory of the result until it is printed, estimated. */
  readonly bytes: number;
}

interface Evaluated {
  readonly result: QueryResult;
  readonly cachedSteps: number;
}

/** Evaluates requests, with the steps that the cache knows, and prints their answers. */
export class Answerer {
  readonly #engine: QueryService;
  readonly #cache: ResultCache | undefined;
  readonly #printed = new PrintedAnswers(MAX_PRINTED_BYTES);

  /** @param cache - Where steps of range queries are kept; none where all are evaluated each time. */
  constructor(engine: QueryService, cache?: ResultCache) {
    this.#engine = engine;
    this.#cache = cache;
  }

  async answer(request: AnswerRequest, options: TaskOptions, signal: AbortSignal): Promise<PrintableAnswer> {
    const { result, cachedSteps } = await this.#evaluate(request, options, signal);
    const { samplesPerStep: _, ...stats } = result.stats;
    const cost = { stats, cachedSteps };
    const { value } = result;
    // Steps that all come from the cache are the same series as long as they do.
    const isRepeat = value.type === 'matrix' && stats.seriesRead === 0 && cachedSteps > 0;
    const chunks = isRepeat
      ? this.#printOnce(request, options, result, value.series)
      : print(request, options, result);
    return { cost, chunks, bytes: value.type === 'matrix' ? bytesOfSeries(value.series) : 0 };
  }

  /** Prints an answer, unless the very same one was printed before. */
  *#printOnce(
    request: AnswerRequest,
    options: TaskOptions,
    result: QueryResult,
    series: object,
  ): Generator<Uint8Array<ArrayBuffer>, void> {
    const key = JSON.stringify([request, options.limit, options.lookbackMs]);
    const known = this.#printed.get(key, series);
    if (known) return yield known;
    const copies: Uint8Array<ArrayBuffer>[] = [];
    let bytes = 0;
    // Chunks are given away as they are printed.
    for (const chunk of print(request, options, result)) {
      bytes += chunk.length;
      if (bytes <= this.#printed.maxAnswerBytes) copies.push(chunk.slice());
      yield chunk;
    }
    if (bytes <= this.#printed.maxAnswerBytes) this.#printed.keep(key, series, joinChunks(copies));
  }

  async #evaluate(request: AnswerRequest, options: TaskOptions, signal: AbortSignal): Promise<Evaluated> {
    const deadlineMs = performance.now() + options.timeoutMs;
    const leftOf = (): QueryOptions => ({
      signal,
      timeoutMs: Math.max(1, deadlineMs - performance.now()),
      countsSamples: options.stats !== undefined,
      ...(options.lookbackMs !== undefined && { lookbackMs: options.lookbackMs }),
    });
    const { query } = request;
    const range = timesOf(request);
    if (typeof range === 'number') {
      return { result: await this.#engine.instant(query, range, leftOf()), cachedSteps: 0 };
    }
    refuseManyPoints(range);
    const evaluate = (part: QueryRange): Promise<QueryResult> => this.#engine.range(query, part, leftOf());
    // What cached steps once cost is not known: who asks for the cost has all of it spent.
    if (!this.#cache || options.usesCache === false || options.stats !== undefined) {
      return { result: await evaluate(range), cachedSteps: 0 };
    }
    return this.#cache.answer({ query, range, variant: `${options.lookbackMs ?? ''}` }, evaluate);
  }
}

/** Looked at first: parts of the range can each be small enough. */
function refuseManyPoints(range: QueryRange): void {
  const count = countSteps(range);
  if (count <= MAX_POINTS) return;
  throw new TelltaleError(
    'TT_QUERY_RANGE',
    `the range has ${count} steps, more than ${MAX_POINTS} points per series`,
  );
}

function print(
  request: AnswerRequest,
  { limit, stats, queuedMs }: TaskOptions,
  result: QueryResult,
): Generator<Uint8Array<ArrayBuffer>, void> {
  if (request.kind === 'panel') {
    const { id, query, range, offsetMs = 0 } = request;
    return printPanel({ id, query, range, offsetMs, value: result.value, annotations: result.annotations });
  }
  const { value, annotations } = limitSeries(result, limit);
  const steps = request.kind === 'range' ? request.range : { startMs: request.timeMs, stepMs: 0 };
  return printAnswer({
    query: request.query,
    value,
    annotations,
    stats: stats && { stats: result.stats, queuedMs, ...(stats === 'per-step' && { steps }) },
  });
}
