import { sharedState } from './contract/shared-state.ts';

/** What {@link useGuards} takes. */
export interface GuardsConfiguration {
  /** Series of one metric; what is beyond is added up in one whose labels are `__other__`. 2000 by default. */
  maxSeriesPerMetric?: number;
}

/**
 * Holds the label values of all metrics of this process to what a metrics page can bear: limited in number
 * and length, well-formed, without calling code of theirs. prom-client has no such limits, so that they are
 * off until this is called; series that are there already stay.
 *
 * @example
 * ```ts
 * import { Counter, useGuards } from '@telltale/sdk/prom-client';
 *
 * useGuards({ maxSeriesPerMetric: 2 });
 * const hits = new Counter({ name: 'hits_total', help: 'Hits', labelNames: ['user'] });
 * for (const user of ['ann', 'bob', 'cid', 'dee']) hits.inc({ user });
 * console.log((await hits.get()).values.map(({ labels }) => labels.user).join()); // ann,bob,__other__
 * ```
 */
export function useGuards({ maxSeriesPerMetric = 2000 }: GuardsConfiguration = {}): void {
  sharedState().guards = { maxSeriesPerMetric };
}
