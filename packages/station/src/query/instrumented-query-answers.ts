import type { QueryObservation } from './instrumented-query-service.ts';
import type { QueryAnswers } from './query-answers.ts';

/** Tells the observer of every answer. */
export function instrumentAnswers(
  answers: QueryAnswers,
  observe: (observation: QueryObservation) => void,
): QueryAnswers {
  return {
    answer: async (request, options) => {
      const startedMs = performance.now();
      let isError = true;
      try {
        const answer = await answers.answer(request, options);
        isError = false;
        return answer;
      } finally {
        const kind = request.kind === 'instant' ? 'instant' : 'range';
        observe({ kind, durationMs: performance.now() - startedMs, isError });
      }
    },
  };
}
