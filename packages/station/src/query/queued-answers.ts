import type { AnswerRequest, QueryAnswers } from './query-answers.ts';
import { timesOf } from './query-answers.ts';
import type { QueryQueue } from './query-queue.ts';
import type { ThreadAnswerOptions } from './thread/query-thread.ts';

/** Answers that know how long they waited for their turn. */
interface TurnedAnswers {
  answer(request: AnswerRequest, options: ThreadAnswerOptions): ReturnType<QueryAnswers['answer']>;
}

/** What {@link queueAnswers} takes. */
export interface QueuedAnswersOptions {
  readonly queue: QueryQueue;
  readonly maxTimeoutMs: number;
  /** Throws while no query may begin. */
  readonly refuse: () => void;
}

/**
 * Lets queries wait for their turns. A request may shorten `maxTimeoutMs`, the time a query has with
 * its waiting, but not lengthen it.
 */
export function queueAnswers(
  answers: TurnedAnswers,
  { queue, maxTimeoutMs, refuse }: QueuedAnswersOptions,
): QueryAnswers {
  return {
    answer: async (request, { signal, ...options } = {}) => {
      refuse();
      const timeoutMs = Math.min(options.timeoutMs ?? maxTimeoutMs, maxTimeoutMs);
      return queue.run({ key: keyOf(request), signal, timeoutMs }, (turn) =>
        answers.answer(request, { ...options, ...turn }),
      );
    },
  };
}

/** What a query costs depends on its text and, roughly, on the length of its range. */
function keyOf(request: AnswerRequest): string {
  const times = timesOf(request);
  if (typeof times === 'number') return request.query;
  const { startMs, endMs, stepMs } = times;
  return `${endMs - startMs} ${stepMs} ${request.query}`;
}
