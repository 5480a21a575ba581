import type { ProofRunView } from '@telltale/station/contract';
import { useEffect, useRef } from 'preact/hooks';
import { startLiveLoop } from '../../data/live-loop.ts';
import { useRemote } from '../../data/station-context.ts';
import type { RemoteState } from '../../data/station-context.ts';

const POLL_MS = 500;

/** A run as it goes, asked for again and again until it is over; `null` where the station knows of none. */
export function useProofRun(id: string | undefined): RemoteState<ProofRunView | null> {
  const state = useRemote(
    id === undefined ? undefined : ['proof-run', id],
    (api, signal) => api.proofs.run(id ?? '', signal),
    { isLive: false },
  );
  const { data } = state;
  const isOver = id === undefined || data === null || (data !== undefined && data.endedAtMs !== null);
  const refresh = useRef(state.refresh);
  refresh.current = state.refresh;
  useEffect(() => (isOver ? undefined : startLiveLoop(POLL_MS, () => refresh.current()).stop), [id, isOver]);
  return state;
}
