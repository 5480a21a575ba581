import type { LabelObject } from '../contract/label-values.ts';
import type { SeriesState } from '../series/series-store.ts';
import { labelsText } from './sample-text.ts';

/** The labels of a series as they stand between braces. */
export function ownText(state: SeriesState): string {
  return (state.text ??= labelsText(state.labels));
}

/** Writes the default labels of a registry for the series of one metric. */
export function defaultTextFor(
  labelNames: readonly string[],
  defaultLabels: LabelObject,
): (state: SeriesState) => string {
  const isOverlapping = labelNames.some((name) => Object.hasOwn(defaultLabels, name));
  if (isOverlapping) return ({ labels }) => labelsText(defaultLabels, labels);
  const text = labelsText(defaultLabels);
  return () => text;
}

/** Two lists of labels as one. */
export function joined(first: string, second: string): string {
  if (first === '' || second === '') return first + second;
  return `${first},${second}`;
}
