import type { HistogramColumn, LabelSet, SourceRange } from '@telltale/model';
import { executionError } from '../../errors/execution-error.ts';
import { hasMetricIdentity } from './relabel.ts';
import type { StepSeries } from './value.ts';

/**
 * Joins series with the same labels to one, as long as no step has a value in more than one.
 *
 * @param place The part of the query whose result the series are.
 * @throws TelltaleError TT_QUERY_EXECUTION for two values at one step.
 */
export function mergeSameLabels(series: readonly StepSeries[], place?: SourceRange): StepSeries[] {
  const merged = new Map<string, StepSeries>();
  for (const item of series) {
    // Whether a name is dropped later makes two series of one only where there is a name.
    const losesName = item.dropName && hasMetricIdentity(item.labels);
    const key = `${losesName ? '-' : '+'}${item.labels.key}`;
    const other = merged.get(key);
    merged.set(key, other ? join(other, item, place) : item);
  }
  return merged.size === series.length ? [...series] : [...merged.values()];
}

function join(a: StepSeries, b: StepSeries, place: SourceRange | undefined): StepSeries {
  const values = a.values.slice();
  const present = a.present.slice();
  const histograms = joinHistograms(a, b);
  for (let step = 0; step < values.length; step++) {
    if (b.present[step] === 0) continue;
    if (present[step] === 1) refuseSameLabels(a.labels, place);
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
export function refuseSameLabels(labels: LabelSet, place?: SourceRange): never {
  const shared = labels.size === 0 ? '{}' : labels.toString();
  const fix = `Several series would become ${shared}; keep a label in which they differ, or aggregate them.`;
  // The words of Prometheus; which labels these are is of use to people only.
  throw executionError('vector cannot contain metrics with the same labelset', place, fix);
}
