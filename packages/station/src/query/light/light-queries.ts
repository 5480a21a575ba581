import type { MetricMetadata, QueryService, SeriesSource } from '@telltale/model';
import { TelltaleError } from '@telltale/model';
import { createQueryEngine } from '@telltale/promql';
import { Answerer } from '../answer/answerer.ts';
import { joinChunks } from '../print/join-chunks.ts';
import type { AnswerOptions, AnswerRequest, QueryAnswer, QueryAnswers } from '../query-answers.ts';
import type { Heaviness } from './known-heavy.ts';
import { KnownHeavy } from './known-heavy.ts';
import { LoopTurns } from './loop-turns.ts';

/** Samples read plus values computed: a few milliseconds of reading, computing and printing. */
const MAX_SAMPLES = 50_000;
/** Finding where their samples are takes a millisecond. */
const MAX_SERIES = 1000;
/** Of samples and of texts that are made of labels; hundreds of times less than the station has. */
const MAX_BYTES = 4 * 1024 * 1024;
/** What takes longer gives way, and so is heavy. */
const SLICE_MS = 5;
/** Longer texts take milliseconds to be parsed. */
const MAX_TEXT_LENGTH = 2000;
/** Where there can be a subquery, which looks at every sample again for each of its steps. */
const SUBQUERY = /\[[^]*:/;

export interface LightQueriesOptions {
  readonly source: SeriesSource;
  readonly metadata: () => ReadonlyMap<string, MetricMetadata>;
  readonly closedWindows: boolean;
  readonly experimental: boolean;
  /** Time of a query that says nothing of it. */
  readonly timeoutMs: number;
  /** Answers all other queries. */
  readonly others: QueryAnswers;
}

/**
 * Answers light queries in this thread, with the same engine and the same printing as the query thread:
 * on the way there and back a query waits longer than most of them take. What is light shows by trying,
 * within bounds that keep the thread free for scrapes: what meets a bound, or would have to give way,
 * goes to the other thread, and is known as heavy from then on. Panels go there at once: many come
 * together, and most are heavy.
 */
export class LightQueries implements QueryAnswers {
  readonly #options: LightQueriesOptions;
  readonly #answerer: Answerer;
  readonly #heavy = new KnownHeavy();
  readonly #turns = new LoopTurns();

  constructor(options: LightQueriesOptions) {
    this.#options = options;
    this.#answerer = new Answerer(createLightEngine(options));
  }

  async answer(
    request: AnswerRequest,
    options: AnswerOptions & { readonly signal?: AbortSignal } = {},
  ): Promise<QueryAnswer> {
    const key = canBeLight(request) ? workOf(request) : undefined;
    if (key !== undefined && !this.#heavy.has(key, performance.now())) {
      const answer = await this.#try(request, options);
      if (typeof answer === 'object') return answer;
      this.#heavy.add(key, answer, performance.now());
    }
    return this.#options.others.answer(request, options);
  }

  #try(
    request: AnswerRequest,
    { signal, ...options }: AnswerOptions & { readonly signal?: AbortSignal },
  ): Promise<QueryAnswer | Heaviness> {
    const cameMs = performance.now();
    const { timeoutMs: maxTimeoutMs } = this.#options;
    const timeoutMs = Math.min(options.timeoutMs ?? maxTimeoutMs, maxTimeoutMs);
    return this.#turns.run(async (overtime) => {
      signal?.throwIfAborted();
      try {
        const task = { ...options, timeoutMs, queuedMs: performance.now() - cameMs };
        const { cost, chunks } = await this.#answerer.answer(request, task, overtime);
        return { ...cost, body: joinChunks([...chunks]) };
      } catch (error) {
        if (overtime.aborted) return 'slow';
        if (error instanceof TelltaleError && error.code === 'TT_QUERY_LIMIT') return 'large';
        throw error;
      }
    });
  }
}

function canBeLight({ kind, query }: AnswerRequest): boolean {
  return kind !== 'panel' && query.length <= MAX_TEXT_LENGTH && !SUBQUERY.test(query);
}

/** The same for requests that are as heavy as each other: the text, and of a range its length and step. */
function workOf(request: AnswerRequest): string {
  if (request.kind === 'instant') return request.query;
  const { startMs, endMs, stepMs } = request.range;
  return `${endMs - startMs}/${stepMs} ${request.query}`;
}

function createLightEngine(options: LightQueriesOptions): QueryService {
  const { source, metadata, closedWindows, experimental, timeoutMs } = options;
  const limits = { maxSamples: MAX_SAMPLES, maxSeries: MAX_SERIES, maxBytes: MAX_BYTES, sliceMs: SLICE_MS };
  return createQueryEngine({
    source,
    metadata,
    closedWindows,
    experimental,
    limits: { ...limits, timeoutMs },
  });
}
