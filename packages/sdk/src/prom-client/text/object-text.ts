import type { Exemplar } from '../contract/exemplar.ts';
import type { LabelObject } from '../contract/label-values.ts';
import { NO_LABELS } from '../series/series-store.ts';
import type { PageStyle } from './sample-text.ts';
import { braced, exemplarText, headText, labelsText, valueText } from './sample-text.ts';

/** One value of a metric that another client or the user's own code made. */
export interface ForeignValue {
  readonly value: number;
  readonly labels?: LabelObject;
  /** Labels that several values have in common; written after the others. */
  readonly sharedLabels?: LabelObject;
  readonly metricName?: string;
  readonly exemplar?: Exemplar | null;
}

/** What the `get` of such a metric gives. */
export interface ForeignMetric {
  readonly name: string;
  readonly help: string;
  readonly type: string;
  readonly values?: readonly ForeignValue[];
}

/** A metric as text, from what its `get` gave; `name` as it is exposed. */
export function objectText(metric: ForeignMetric, name: string, style: PageStyle): string {
  const lines = (metric.values ?? []).map((value) => lineOf(metric, name, value, style));
  return [headText(name, metric.help, metric.type), ...lines].join('\n');
}

function lineOf(metric: ForeignMetric, name: string, sample: ForeignValue, style: PageStyle): string {
  const { metricName = name, labels = NO_LABELS, sharedLabels = NO_LABELS, value, exemplar } = sample;
  const suffix = style.isOpenMetrics && metric.type === 'counter' ? '_total' : '';
  const own = labelsText({ ...labels, ...style.defaultLabels, ...labels }, sharedLabels);
  const line = `${metricName}${suffix}${braced(own, labelsText(sharedLabels))} ${valueText(value)}`;
  return exemplar && style.isOpenMetrics ? line + exemplarText(exemplar) : line;
}
