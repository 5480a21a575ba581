import type { HistogramColumn, LabelSet } from '@telltale/model';
import { TelltaleError } from '@telltale/model';
import { withoutMetricIdentity } from './relabel.ts';
import type { StepSeries } from './value.ts';

/**
 * Joins series with the same labels to one, as long as no step has a value in more than one.
 *
 * @throws TelltaleError TT_QUERY_EXECUTION for two values at one step.
 */
export function mergeSameLabels(series: readonly StepSeries[]): StepSeries[] {
  const merged = new Map<string, StepSeries>();
  for (const item of series) {
    // Whether a name is dropped later makes two series of one only where there is a name.
    const losesName = item.dropName && withoutMetricIdentity(item.labels) !== item.labels;
    const key = `${losesName ? '-' : '+'}${item.labels.key}`;
    const other = merged.get(key);
    merged.set(key, other ? join(other, item) : item);
  }
  return merged.size === series.length ? [...series] : [...merged.values()];
}

function join(a: StepSeries, b: StepSeries): StepSeries {
  const values = a.values.slice();
  const present = a.present.slice();
  const histograms = joinHistograms(a, b);
  for (let step = 0; step < values.length; step++) {
    if (b.present[step] === 0) continue;
    if (present[step] === 1) refuseSameLabels(a.labels);
    values[step] = b.values[step];
    present[step] = 1;
  }
  return { ...a, values, present, ...(histograms && { histograms }) };
}

function joinHistograms(a: StepSeries, b: StepSeries): HistogramColumn | undefined {
  if (!a.histograms && !b.histograms) return undefined;
  return Array.from(a.present, (there, step) => (there === 1 ? a.histograms?.[step] : b.histograms?.[step]));
}

/** Fails because a result would have two series with the same labels. */
export function refuseSameLabels(labels: LabelSet): never {
  // The words of Prometheus; which labels these are is of use to people only.
  throw new TelltaleError('TT_QUERY_EXECUTION', 'vector cannot contain metrics with the same labelset', {
    fix: `Several series would become ${labels.size === 0 ? '{}' : labels.toString()}; keep a label in which they differ, or aggregate them.`,
  });
}
