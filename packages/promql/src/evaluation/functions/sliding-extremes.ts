import type { SeriesKernel } from './window-function.ts';

/**
 * Minimum or maximum of every window in one pass: candidates are kept in a queue in which each is
 * better than the next, so the first is the answer. NaN counts only where there is nothing else.
 *
 * @param yields The extreme itself, or when it was first reached, in seconds.
 */
export function extremeKernel(which: 'min' | 'max', yields: 'value' | 'timestamp'): SeriesKernel {
  const sign = which === 'max' ? 1 : -1;
  return ({ timestamps, values, from, to }, column) => {
    const queue = new Int32Array(values.length);
    let head = 0;
    let tail = 0;
    let next = 0;
    for (let step = 0; step < column.values.length; step++) {
      for (; next < to[step]; next++) {
        const value = values[next];
        if (value !== value) continue;
        // Of equal values the earlier one is kept.
        while (tail > head && (values[queue[tail - 1]] - value) * sign < 0) tail--;
        queue[tail++] = next;
      }
      while (head < tail && queue[head] < from[step]) head++;
      if (to[step] <= from[step]) continue;
      // A window of nothing but NaN: Prometheus moves on at every NaN, so its last sample stands.
      const best = head < tail ? queue[head] : to[step] - 1;
      column.values[step] = yields === 'value' ? values[best] : timestamps[best] / 1000;
      column.present[step] = 1;
    }
  };
}
