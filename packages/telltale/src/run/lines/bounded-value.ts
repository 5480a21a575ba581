import type { AttributeValue } from '@telltale/model';

/** What is nested deeper is no structure that anybody looks into. */
const MAX_DEPTH = 16;

/** A value of parsed JSON as one of an attribute; what is nested too deep is an ellipsis. */
export function boundedValue(value: unknown, depth = 0): AttributeValue {
  if (typeof value !== 'object' || value === null) {
    const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
    return isPlain ? value : null;
  }
  if (depth >= MAX_DEPTH) return '…';
  if (Array.isArray(value)) return value.map((one) => boundedValue(one, depth + 1));
  const object: Record<string, AttributeValue> = Object.create(null);
  for (const [name, one] of Object.entries(value)) object[name] = boundedValue(one, depth + 1);
  return object;
}
