import type { AlertHistoryResponse } from '@telltale/station/contract';
import { useRemote, useStation } from '../../../data/station-context.ts';
import type { RemoteState } from '../../../data/station-context.ts';
import { boundsOf } from '../../../data/time-range.ts';
import { useTimeControl } from '../../../navigation/time.tsx';

/** The times that alerts were active within the time of the page: of all, or of one alert. */
export function useEpisodes(alert?: string): RemoteState<AlertHistoryResponse> {
  const { range } = useTimeControl();
  const { nowMs } = useStation();
  return useRemote(
    ['alert-history', range, alert],
    (api, signal) =>
      api.alerts.history({ ...boundsOf(range, nowMs()), ...(alert !== undefined && { alert }) }, signal),
    { keepsPrevious: true, on: ['alerts'] },
  );
}
