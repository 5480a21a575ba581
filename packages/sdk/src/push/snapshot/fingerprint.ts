import type { MetricView } from '../../metrics/view/metric-view.ts';

/** Of the pushing itself: it changes with each push and would make every push look outdated. */
export const PUSH_METRIC = 'telltale_sdk_push_total';

/** A number that is another one when any value has changed. */
export function fingerprintOf(metrics: readonly MetricView[]): number {
  let hash = metrics.length;
  for (const { name, pages } of metrics) {
    if (name === PUSH_METRIC) continue;
    for (const { values, version } of pages) {
      hash = Math.imul(hash ^ version, 0x9e3779b1);
      const words = new Uint32Array(values.buffer, values.byteOffset, values.length * 2);
      for (const word of words) hash = (Math.imul(hash, 0x85ebca6b) + word) | 0;
    }
  }
  return hash;
}
