import type { Annotation, ServiceView } from '@telltale/station/contract';
import { useMemo } from 'preact/hooks';
import { useRemote, useStation } from '../../data/station-context.ts';
import type { RemoteState } from '../../data/station-context.ts';
import { boundsOf } from '../../data/time-range.ts';
import { useTimeControl } from '../../navigation/time.tsx';
import { changesOf } from './changes-of.ts';

/** What happened in the time of the page, newest first. */
export interface Changes {
  /** `undefined` until it is known. */
  readonly all: readonly Annotation[] | undefined;
  readonly isTruncated: boolean;
  readonly error: string;
  readonly refresh: RemoteState<unknown>['refresh'];
}

/** Everything that happened, or what concerns one service. */
export function useChanges(service?: ServiceView): Changes {
  const { range } = useTimeControl();
  const { nowMs } = useStation();
  const { data, error, refresh } = useRemote(
    ['annotations', range],
    (api, signal) => api.dashboards.annotations(boundsOf(range, nowMs()), signal),
    { keepsPrevious: true, on: ['annotations', 'alerts', 'targets'] },
  );
  const all = useMemo(
    () => data && (service === undefined ? data.annotations : changesOf(service, data.annotations)),
    [data, service],
  );
  return { all, isTruncated: data?.isTruncated ?? false, error, refresh };
}
