import { inspect } from 'node:util';

const METRIC_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/**
 * Whether a metric can have this name.
 *
 * @example
 * ```ts
 * import { validateMetricName } from '@telltale/sdk/prom-client';
 *
 * console.log(validateMetricName('http_requests_total'), validateMetricName('no spaces')); // true false
 * ```
 */
export function validateMetricName(name: string): boolean {
  return METRIC_NAME.test(name);
}

/** Whether labels can have these names. */
export function validateLabelNames(names: readonly string[]): boolean {
  return names.every((name) => LABEL_NAME.test(name));
}

/** Throws where an object has a label that the metric does not have. */
export function validateLabel(known: readonly string[], labels: object): void {
  for (const label in labels) {
    if (known.includes(label)) continue;
    throw new Error(`Added label "${label}" is not included in initial labelset: ${inspect(known)}`);
  }
}
