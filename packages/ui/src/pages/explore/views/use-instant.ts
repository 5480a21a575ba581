import { useRemote, useWindow } from '../../../data/station-context.ts';
import type { RemoteState } from '../../../data/station-context.ts';
import { askInstant } from '../instant-answer.ts';
import type { InstantAnswer } from '../instant-answer.ts';
import type { ExploreState } from '../view-state.ts';

/** The moment that a page shows: the one that was chosen, else the end of the range. */
export function useMoment({ atMs }: Pick<ExploreState, 'atMs'>): number {
  const { endMs } = useWindow();
  return atMs ?? endMs;
}

/** The answer to a query at that moment; table and raw view share it. */
export function useInstant(query: string, atMs: number, isVisible: boolean): RemoteState<InstantAnswer> {
  return useRemote(
    isVisible ? ['explore-instant', query, atMs] : undefined,
    (api, signal) => askInstant(api, query, atMs, signal),
    { keepsPrevious: true },
  );
}
