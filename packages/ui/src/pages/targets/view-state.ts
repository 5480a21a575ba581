import type { TargetHealth } from '@telltale/station/contract';
import type { UrlCodec } from '../../navigation/url-state.ts';

/** Everything that can be chosen on the targets page. */
export interface TargetsState {
  /** Shows only targets of this health; `all` shows every target. */
  readonly health: TargetHealth | 'all';
  /** Text that job, instance, error or a label must contain. */
  readonly search: string;
}

/** Health filters in the order of the picker. */
export const HEALTH_FILTERS: readonly TargetsState['health'][] = ['all', 'up', 'down', 'unknown'];

/** The targets page's address: `health` and `q`. */
export const targetsCodec: UrlCodec<TargetsState> = {
  parse: (params) => ({
    health: HEALTH_FILTERS.find((health) => health === params.get('health')) ?? 'all',
    search: params.get('q') ?? '',
  }),
  format: ({ health, search }) => {
    const params = new URLSearchParams();
    if (health !== 'all') params.set('health', health);
    if (search !== '') params.set('q', search);
    return params;
  },
};
