import type { LabelValues } from '../contract/label-values.ts';
import type { MetricConfiguration } from '../contract/metric-configuration.ts';
import type { MetricObjectWithValues, MetricValue } from '../contract/metric-object.ts';
import type { Series } from '../series/series-store.ts';
import { PageTexts } from '../text/page-texts.ts';
import { plainText } from '../text/plain-text.ts';
import { BaseMetric } from './base-metric.ts';

/** What counters and gauges have in common: each series is one number. */
export abstract class PlainMetric<T extends string> extends BaseMetric<T> {
  abstract readonly type: 'counter' | 'gauge';

  constructor(configuration: MetricConfiguration<T, never>) {
    super(configuration, 1);
    this.reset();
    const texts = new PageTexts(this.enableExemplars);
    this.writeWith(PlainMetric.prototype, (name, style) => plainText(name, this.store, texts, style));
  }

  /** Removes all series; a metric without labels starts again at zero. */
  reset(): void {
    this.store.clear();
    if (this.labelNames.length === 0) this.own.current();
  }

  /** The metric with its values, after `collect`. Rejects where that fails. */
  async get(): Promise<MetricObjectWithValues<MetricValue<T>>> {
    await this.update();
    const { help, name, type, aggregator } = this;
    return { help, name, type, values: Array.from(this.store, valueOf<T>), aggregator };
  }
}

function valueOf<T extends string>({ state, values, offset }: Series): MetricValue<T> {
  const [exemplar] = state.exemplars ?? [];
  // Labels are kept as they were given, whatever the types of the metric say.
  const labels = { ...state.labels } as LabelValues<T>;
  return { value: values[offset], labels, ...(exemplar && { exemplar }) };
}
