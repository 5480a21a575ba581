import type { MetricView } from './metric-view.ts';

/** The OpenTelemetry instrument that a metric was translated from: OTLP sends it under its own names. */
export interface InstrumentOrigin {
  readonly name: string;
  /** UCUM, as given by the program. */
  readonly unit: string;
  readonly scopeName: string;
  readonly scopeVersion: string;
  /** A sum that also goes down. */
  readonly isUpDown: boolean;
  /** Attribute names of the metric's labels, in the order of `labelNames`. */
  readonly attributeNames: readonly string[];
}

/** A metric that an OpenTelemetry instrument records. */
export interface TranslatedMetric extends MetricView {
  readonly origin: InstrumentOrigin;
}

/** Where a metric comes from; `undefined` for the registry's own. */
export function originOf(metric: MetricView): InstrumentOrigin | undefined {
  return isTranslated(metric) ? metric.origin : undefined;
}

function isTranslated(metric: MetricView): metric is TranslatedMetric {
  return 'origin' in metric;
}
