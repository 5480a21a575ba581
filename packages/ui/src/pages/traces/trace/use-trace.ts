import { useMemo } from 'preact/hooks';
import { useRemote } from '../../../data/station-context.ts';
import { criticalPath } from './critical-path.ts';
import type { CriticalPath } from './critical-path.ts';
import { treeOf } from './span-tree.ts';
import type { TraceTree } from './span-tree.ts';

/** A trace with what follows from its spans. */
export interface LoadedTrace {
  readonly tree: TraceTree;
  readonly path: CriticalPath;
}

/** A trace by its id; an empty id asks for nothing. */
export function useTrace(traceId: string): {
  readonly trace: LoadedTrace | undefined;
  readonly error: string;
  readonly refresh: () => void;
} {
  const { data, error, refresh } = useRemote(
    traceId === '' ? undefined : ['trace', traceId],
    (api, signal) => api.traces.get(traceId, signal),
    { isLive: false },
  );
  const trace = useMemo((): LoadedTrace | undefined => {
    if (data === undefined) return undefined;
    const tree = treeOf(data.traceId, data.spans);
    return { tree, path: criticalPath(tree) };
  }, [data]);
  return { trace, error, refresh };
}

/** Whether an error says that there is no such trace, rather than that it could not be asked for. */
export function isNoTrace(error: string): boolean {
  return error.includes('no such trace') || error.includes('no trace id');
}
