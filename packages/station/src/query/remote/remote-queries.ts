import { setImmediate as nextTurn } from 'node:timers/promises';
import type { MetricAppender, QueryService } from '@telltale/model';
import { Answerer } from '../answer/answerer.ts';
import { instrumentAnswers } from '../instrumented-query-answers.ts';
import type { QueryObservation } from '../instrumented-query-service.ts';
import { instrumentQueries } from '../instrumented-query-service.ts';
import type { AnswerRequest, QueryAnswer } from '../query-answers.ts';
import type { QueryQueueOptions } from '../query-queue.ts';
import { createQueryQueue } from '../query-queue.ts';
import { queueAnswers } from '../queued-answers.ts';
import { queueQueries } from '../queued-query-service.ts';
import type { StationQueries } from '../station-queries.ts';
import type { ThreadAnswerOptions } from '../thread/query-thread.ts';
import type { RemoteServer } from './server/remote-server.ts';
import { createRemoteQueryService } from './remote-query-service.ts';

const DEFAULT_TIMEOUT_MS = 120_000;
const NEVER = new AbortController().signal;

/** What {@link createRemoteQueries} takes. */
export interface RemoteQueriesOptions {
  readonly server: RemoteServer;
  /** Takes what the station itself still stores. */
  readonly appender: MetricAppender;
  /** Wall-clock time of a query, with its waiting. Default: 120,000 ms. */
  readonly timeoutMs?: number | undefined;
  readonly queue?: QueryQueueOptions | undefined;
  readonly observe: (observation: QueryObservation) => void;
  /** Throws while there is no memory for queries of people. Default: there always is. */
  readonly refuse?: (() => void) | undefined;
}

/**
 * All ways in which a station in remote mode asks the server it reads from. There is no result cache: only the server
 * knows of samples that come late, and it has a cache of its own.
 */
export function createRemoteQueries(options: RemoteQueriesOptions): StationQueries {
  const { server, appender, timeoutMs = DEFAULT_TIMEOUT_MS, observe, refuse = () => undefined } = options;
  const service: QueryService = createRemoteQueryService(server, timeoutMs);
  const answerer = new Answerer(service);
  const answers = {
    answer: async (
      request: AnswerRequest,
      { signal, ...task }: ThreadAnswerOptions,
    ): Promise<QueryAnswer> => {
      const whole = { timeoutMs, queuedMs: 0, ...task };
      const { cost, chunks } = await answerer.answer(request, whole, signal ?? NEVER);
      return { ...cost, body: bodyOf(chunks) };
    },
  };
  const queues = [createQueryQueue(options.queue), createQueryQueue(options.queue)] as const;
  return {
    appender,
    rules: service,
    query: instrumentQueries(queueQueries(service, queues[0], timeoutMs), observe),
    answers: instrumentAnswers(
      queueAnswers(answers, { queue: queues[1], maxTimeoutMs: timeoutMs, refuse }),
      observe,
    ),
    load: () => ({
      running: queues[0].running + queues[1].running,
      waiting: queues[0].waiting + queues[1].waiting,
    }),
    letGo: () => undefined,
    warmUp: () => undefined,
    close: () => server.close(),
  };
}

/** Most answers are one chunk; of others, the next is printed when the one before is on its way. */
function bodyOf(chunks: Generator<Uint8Array<ArrayBuffer>, void>): QueryAnswer['body'] {
  const first = chunks.next();
  const second = chunks.next();
  const begin = first.value ?? new Uint8Array();
  return second.value ? inTurns([begin, second.value], chunks) : begin;
}

async function* inTurns(
  begin: readonly Uint8Array[],
  rest: Generator<Uint8Array<ArrayBuffer>, void>,
): AsyncGenerator<Uint8Array> {
  yield* begin;
  for (const chunk of rest) {
    await nextTurn();
    yield chunk;
  }
}
