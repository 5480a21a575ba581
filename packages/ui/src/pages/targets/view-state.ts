import type { TargetHealth } from '@telltale/station/contract';
import { choiceField, textField, urlCodec } from '../../navigation/url-codec.ts';
import type { UrlCodec } from '../../navigation/url-codec.ts';

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
export const targetsCodec: UrlCodec<TargetsState> = urlCodec({
  health: choiceField('health', HEALTH_FILTERS),
  search: textField('q'),
});
