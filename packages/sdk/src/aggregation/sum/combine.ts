import type { MetricHead } from '../pages/metric-head.ts';

/** Makes one value of that so far and that of one more process; the first is taken as it is. */
export type Combine = (soFar: number, next: number) => number;

/** Whether values only grow, so that those of dead processes still count. */
export function isCumulative({ kind }: MetricHead): boolean {
  return kind === 'counter' || kind === 'histogram' || kind === 'summary';
}

/** How the values of several processes become one; an average is a sum that is divided at the end. */
export function combinerOf({ kind, aggregate }: MetricHead): Combine {
  // An info is there or not; several processes can be in several states at once.
  if (kind === 'info' || kind === 'stateset') return Math.max;
  if (aggregate === 'max') return Math.max;
  if (aggregate === 'min') return Math.min;
  return aggregate === 'first' ? (soFar) => soFar : (soFar, next) => soFar + next;
}
