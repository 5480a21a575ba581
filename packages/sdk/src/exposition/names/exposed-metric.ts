import type { MetricView } from '../../metrics/view/metric-view.ts';
import type { EscapingScheme } from './name-escaping.ts';
import { escapeLabelName, escapeMetricName, isPlainLabelName, isPlainMetricName } from './name-escaping.ts';

/** A metric under the names that a client can read. */
export interface ExposedMetric {
  readonly view: MetricView;
  readonly name: string;
  readonly labelNames: readonly string[];
  /** Whether both are as recorded, whatever the client reads. */
  readonly isPlain: boolean;
}

/**
 * The metrics under names of a scheme. Where two names would become one, the one that was changed is
 * written so that it can be read back.
 */
export function exposedMetrics(
  views: readonly MetricView[],
  scheme: EscapingScheme,
): readonly ExposedMetric[] {
  if (scheme !== 'dots' && views.every(isPlainView)) return views.map(asItIs);
  const names = uniqueNames(
    views.map(({ name }) => name),
    scheme,
    escapeMetricName,
  );
  return views.map((view, index) => {
    if (scheme !== 'dots' && isPlainView(view)) return asItIs(view);
    const labelNames = uniqueNames(view.labelNames, scheme, escapeLabelName);
    // The states are in a label of the metric's name.
    const isLabel = view.kind === 'stateset' && labelNames.includes(names[index]);
    const name = isLabel ? escapeMetricName(view.name, 'values') : names[index];
    return { view, name, labelNames, isPlain: false };
  });
}

/** Names do not change while a metric lives. */
const PLAINNESS = new WeakMap<MetricView, boolean>();

function isPlainView(view: MetricView): boolean {
  let isPlain = PLAINNESS.get(view);
  if (isPlain === undefined) {
    isPlain = isPlainMetricName(view.name) && view.labelNames.every(isPlainLabelName);
    PLAINNESS.set(view, isPlain);
  }
  return isPlain;
}

function asItIs(view: MetricView): ExposedMetric {
  return { view, name: view.name, labelNames: view.labelNames, isPlain: true };
}

/** The names under a scheme, in their order, no two alike as long as they were not. */
export function uniqueNames(
  names: readonly string[],
  scheme: EscapingScheme,
  escape: (name: string, scheme: EscapingScheme) => string,
): string[] {
  const taken = new Set(names.filter((name) => escape(name, scheme) === name));
  return names.map((name) => {
    const escaped = escape(name, scheme);
    if (escaped === name) return name;
    const unique = taken.has(escaped) ? escape(name, 'values') : escaped;
    taken.add(unique);
    return unique;
  });
}
