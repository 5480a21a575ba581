import type { LabelObject } from '../contract/label-values.ts';

/**
 * The label object of a call such as `labels('GET', 200)` or `labels({ method: 'GET' })`.
 * Throws where the number of values is not that of the metric's labels.
 */
export function labelArguments(labelNames: readonly string[], values: readonly unknown[]): LabelObject {
  const [first] = values;
  // `null` passes as an object too: it stands for no labels.
  if (typeof first === 'object') return (first ?? {}) as LabelObject;
  if (labelNames.length !== values.length) {
    throw new Error(
      `Invalid number of arguments (${values.length}): "${values.join(', ')}" ` +
        `for label names (${labelNames.length}): "${labelNames.join(', ')}".`,
    );
  }
  const labels: Record<string, unknown> = {};
  for (let i = 0; i < labelNames.length; i++) labels[labelNames[i]] = values[i];
  return labels;
}
