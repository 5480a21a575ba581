import type { RouteResponse } from '@telltale/station/contract';
import { useRemote } from '../../../data/station-context.ts';
import type { RemoteState } from '../../../data/station-context.ts';
import type { Labels } from '../alert-key.ts';

/** Where an alert with these labels goes now. */
export function useRoute(labels: Labels): RemoteState<RouteResponse> {
  return useRemote(['route', labels], (api, signal) => api.alerts.route({ labels }, signal), {
    keepsPrevious: true,
    on: ['alerts', 'silences'],
  });
}
