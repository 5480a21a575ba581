import type { AlertState } from '@telltale/station/contract';
import { choiceField, urlCodec } from '../../navigation/url-codec.ts';
import type { UrlCodec } from '../../navigation/url-codec.ts';

/** Everything that can be chosen on the alerts page besides the opened rule, which is in the path. */
export interface AlertsState {
  /** Shows only rules of this state; `all` shows every rule. */
  readonly state: AlertState | 'all';
}

/** State filters in the order of the picker. */
export const STATE_FILTERS: readonly AlertsState['state'][] = ['all', 'firing', 'pending', 'inactive'];

/** The alerts page's address: `state`. */
export const alertsCodec: UrlCodec<AlertsState> = urlCodec({ state: choiceField('state', STATE_FILTERS) });
