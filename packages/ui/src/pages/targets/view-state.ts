import type { TargetHealth } from '@telltale/station/contract';
import { choiceField, choiceMapField, sortField, textField, urlCodec } from '../../navigation/url-codec.ts';
import type { SortOrder, UrlCodec } from '../../navigation/url-codec.ts';

/** Everything that can be chosen on the targets page. */
export interface TargetsState {
  /** Shows only targets of this health; `all` shows every target. */
  readonly health: TargetHealth | 'all';
  /** Text that job, instance, error or a label must contain. */
  readonly search: string;
  /** Shows only the targets of this job; empty for all jobs. */
  readonly job: string;
  readonly sort: SortOrder;
  /** Jobs that somebody folded or opened; of others the page decides. */
  readonly pools: ReadonlyMap<string, PoolFold>;
}

/** Whether the targets of a job are listed. */
export type PoolFold = 'open' | 'folded';

/** Health filters in the order of the picker. */
export const HEALTH_FILTERS: readonly TargetsState['health'][] = ['all', 'up', 'down', 'unknown'];

const POOL_FOLDS: readonly PoolFold[] = ['open', 'folded'];

/** The targets page's address: `health`, `q`, `job`, `sort` and `pool=shop~folded`. */
export const targetsCodec: UrlCodec<TargetsState> = urlCodec({
  health: choiceField('health', HEALTH_FILTERS),
  search: textField('q'),
  job: textField('job'),
  sort: sortField({ column: 'health', isDescending: false }),
  pools: choiceMapField('pool', POOL_FOLDS),
});

/** Nothing is chosen. */
export const UNFILTERED = { health: 'all', search: '', job: '' } as const;
