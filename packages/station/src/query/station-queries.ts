import { totalmem } from 'node:os';
import type { MetricAppender, MetricMetadata, QueryService } from '@telltale/model';
import { createQueryEngine } from '@telltale/promql';
import type { Store } from '@telltale/storage';
import { AppendHistory } from './cache/append-history.ts';
import { instrumentAnswers } from './instrumented-query-answers.ts';
import type { QueryObservation } from './instrumented-query-service.ts';
import { instrumentQueries } from './instrumented-query-service.ts';
import { LightQueries } from './light/light-queries.ts';
import type { QueryAnswers } from './query-answers.ts';
import type { QueryQueueOptions } from './query-queue.ts';
import { createQueryQueue } from './query-queue.ts';
import { queueAnswers } from './queued-answers.ts';
import { queueQueries } from './queued-query-service.ts';
import { recentMetadata } from './recent-metadata.ts';
import { QueryThread } from './thread/query-thread.ts';
import { trackAppends } from './tracked-appender.ts';

const MEGABYTE = 1024 * 1024;
const DEFAULT_TIMEOUT_MS = 120_000;
const DEFAULT_MAX_SAMPLES = 50_000_000;
const DEFAULT_RESULT_BYTES = 32 * MEGABYTE;
const MAX_MEMORY_BYTES = 1024 * MEGABYTE;
/** No queries may take more than this of the machine. */
const MAX_MEMORY_SHARE = 1 / 4;

/** What queries may take. */
export interface QueryLimits {
  /** Samples read plus values computed by one query. Default: 50,000,000. */
  readonly maxSamples?: number;
  /** Memory for samples and values of all running queries. Default: 1 GiB, or a quarter of the machine's. */
  readonly maxBytes?: number;
  /** Memory for cached results. Default: 32 MiB. */
  readonly maxResultBytes?: number;
  /** Heap of the query thread. Default: 512 MB. */
  readonly maxHeapMb?: number;
  /** How many run at once. */
  readonly queue?: QueryQueueOptions;
}

export interface StationQueriesOptions {
  readonly store: Store;
  readonly dataFolder: string;
  readonly metadata: () => ReadonlyMap<string, MetricMetadata>;
  readonly closedWindows?: boolean | undefined;
  readonly experimental?: boolean | undefined;
  /** Wall-clock time of a query, with its waiting. Default: 120,000 ms. */
  readonly timeoutMs?: number | undefined;
  readonly limits?: QueryLimits | undefined;
  readonly observe: (observation: QueryObservation) => void;
  /** Throws while there is no memory for queries of people. Default: there always is. */
  readonly refuse?: (() => void) | undefined;
  readonly log?: ((line: string) => void) | undefined;
}

/** All ways in which a station asks its store. */
export interface StationQueries {
  /** Where everything is appended that is to be seen by queries. */
  readonly appender: MetricAppender;
  /** The engine in this thread: rules do not wait for queries of people. */
  readonly rules: QueryService;
  /** The engine in this thread with turns and figures: label APIs, and programs that hold the station. */
  readonly query: QueryService;
  /** Pages and the API: light queries are answered in this thread, all others in the query thread. */
  readonly answers: QueryAnswers;
  /** Queries that have their turn, and those that wait for it. */
  load(): { readonly running: number; readonly waiting: number };
  /** Lets go of what is cached, unless it is being used. */
  letGo(): void;
  /** Starts the query thread, which the first answer would else wait for. */
  warmUp(): void;
  /** Ends the query thread. */
  close(): Promise<void>;
}

export function createStationQueries(options: StationQueriesOptions): StationQueries {
  const { store, metadata, closedWindows = false, experimental = false, limits = {}, observe } = options;
  const { timeoutMs = DEFAULT_TIMEOUT_MS, refuse = () => undefined } = options;
  const { maxSamples = DEFAULT_MAX_SAMPLES } = limits;
  const maxBytes = limits.maxBytes ?? Math.min(MAX_MEMORY_BYTES, totalmem() * MAX_MEMORY_SHARE);
  const engine = createQueryEngine({
    source: store.metrics,
    metadata,
    closedWindows,
    experimental,
    limits: { maxSamples, maxBytes, timeoutMs },
  });
  const history = new AppendHistory();
  const thread = new QueryThread({
    store,
    history,
    metadata,
    settings: {
      dataFolder: options.dataFolder,
      closedWindows,
      experimental,
      maxSamples,
      maxBytes,
      maxResultBytes: limits.maxResultBytes ?? DEFAULT_RESULT_BYTES,
    },
    ...(limits.maxHeapMb !== undefined && { maxHeapMb: limits.maxHeapMb }),
    ...(options.log && { log: options.log }),
  });
  const light = (others: QueryAnswers): QueryAnswers =>
    new LightQueries({
      source: store.metrics,
      metadata: recentMetadata(metadata),
      closedWindows,
      experimental,
      timeoutMs,
      others,
    });
  const queues = [createQueryQueue(limits.queue), createQueryQueue(limits.queue)] as const;
  return {
    appender: trackAppends(store.metrics, history),
    rules: engine,
    query: instrumentQueries(queueQueries(engine, queues[0], timeoutMs), observe),
    answers: instrumentAnswers(
      light(queueAnswers(thread, { queue: queues[1], maxTimeoutMs: timeoutMs, refuse })),
      observe,
    ),
    load: () => ({
      running: queues[0].running + queues[1].running,
      waiting: queues[0].waiting + queues[1].waiting,
    }),
    letGo: () => thread.letGo(),
    warmUp: () => thread.warmUp(),
    close: () => thread.close(),
  };
}
