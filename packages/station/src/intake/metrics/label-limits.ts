import type { RecordProblem } from '@telltale/model';

/** What a series may have that is pushed; the same that a scrape may bring. */
const MAX_LABELS = 64;
const MAX_NAME_BYTES = 512;
const MAX_VALUE_BYTES = 4096;
const MAX_BYTES_PER_CHARACTER = 3;

/** A name and a value. */
export type LabelPair = readonly [name: string, value: string];

/** What is wrong with labels that come from outside, the name of the metric among them. */
export function labelProblem(labels: readonly LabelPair[]): RecordProblem | undefined {
  if (labels.length > MAX_LABELS) return 'too_many_labels';
  const isTooLong = labels.some(
    ([name, value]) => isLonger(name, MAX_NAME_BYTES) || isLonger(value, MAX_VALUE_BYTES),
  );
  return isTooLong ? 'too_long' : undefined;
}

/** The part of a text that a label may hold. */
export function shortened(value: string): string {
  return isLonger(value, MAX_VALUE_BYTES) ? value.slice(0, MAX_VALUE_BYTES / MAX_BYTES_PER_CHARACTER) : value;
}

function isLonger(text: string, maxBytes: number): boolean {
  return text.length * MAX_BYTES_PER_CHARACTER > maxBytes && Buffer.byteLength(text) > maxBytes;
}
