import { TemplateError } from '@telltale/formats';
import { LabelSet } from '@telltale/model';
import { goType, sortedEntries } from './template-value.ts';
import type { TemplateValue } from './template-value.ts';

/** One turn of a loop. */
export interface RangeItem {
  /** Position, or key of a map. */
  readonly key: TemplateValue;
  readonly value: TemplateValue;
}

/** What `range` visits: elements of lists, entries of maps by their keys, the numbers below an integer. */
export function* rangeItems(value: TemplateValue): Iterable<RangeItem> {
  if (value === null) return;
  if (typeof value === 'bigint') {
    for (let i = 0n; i < value; i++) yield { key: i, value: i };
  } else if (value instanceof LabelSet) {
    for (const [key, text] of value.entries()) yield { key, value: text };
  } else if (typeof value === 'object' && value.kind === 'map') {
    for (const [key, item] of sortedEntries(value)) yield { key, value: item };
  } else if (typeof value === 'object' && value.kind === 'slice') {
    for (const [i, item] of value.items.entries()) yield { key: BigInt(i), value: item };
  } else {
    throw new TemplateError(`range can't iterate over ${goType(value)}`);
  }
}
