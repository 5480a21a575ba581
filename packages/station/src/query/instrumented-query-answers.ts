import type { QueryObservation } from './instrumented-query-service.ts';
import type { QueryAnswers } from './query-answers.ts';
import { timesOf } from './query-answers.ts';

/** Tells the observer of every answer. */
export function instrumentAnswers(
  answers: QueryAnswers,
  observe: (observation: QueryObservation) => void,
): QueryAnswers {
  return {
    answer: async (request, options) => {
      const startedMs = performance.now();
      const durationMs = () => performance.now() - startedMs;
      const kind = typeof timesOf(request) === 'number' ? ('instant' as const) : ('range' as const);
      const asked = { kind, query: request.query };
      try {
        const answer = await answers.answer(request, options);
        const { stats, cachedSteps } = answer;
        const { samplesRead } = stats;
        observe({ ...asked, durationMs: durationMs(), isError: false, samplesRead, cachedSteps });
        return answer;
      } catch (error) {
        observe({ ...asked, durationMs: durationMs(), isError: true, error });
        throw error;
      }
    },
  };
}
