import type { Gathered, Gatherer } from '../../registry/gatherer.ts';

/** What metrics are pushed from. */
export interface PushSource extends Gatherer {
  /** The metrics without waiting: as they are, or with what the collectors give at once. */
  gatherNow(options?: { readonly collect?: boolean }): Gathered;
}
