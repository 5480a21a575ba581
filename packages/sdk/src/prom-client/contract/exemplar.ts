import type { LabelObject } from './label-values.ts';

const MAX_LABEL_CHARACTERS = 128;

/** What is kept of one event beside a counter or a bucket. */
export interface Exemplar {
  labelSet: LabelObject;
  value: number;
  /** Seconds since 1970. */
  timestamp: number;
}

/** An exemplar of this moment. Throws a `RangeError` where the labels are longer than OpenMetrics allows. */
export function createExemplar(labelSet: LabelObject, value: number): Exemplar {
  let length = 0;
  for (const [name, text] of Object.entries(labelSet)) length += `${name}${String(text)}`.length;
  if (length > MAX_LABEL_CHARACTERS) {
    throw new RangeError('Label set size must be smaller than 128 UTF-8 chars');
  }
  return { labelSet, value, timestamp: Date.now() / 1000 };
}
