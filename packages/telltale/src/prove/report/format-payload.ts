import type { JsonValue, Receiver } from '@telltale/model';

/** A message as a person reads it: a mail as its head and text, everything else as JSON. */
export function formatPayload(kind: Receiver['kind'], payload: JsonValue): string {
  if (kind !== 'email' || !isObject(payload)) return JSON.stringify(payload, null, 2);
  const { text = '', html = '', headers = {}, ...head } = payload;
  const lines = Object.entries({ ...head, ...(isObject(headers) && headers) }).map(
    ([name, value]) => `${name}: ${plain(value)}`,
  );
  const parts = [text, html]
    .map(plain)
    .filter(Boolean)
    .map((part) => `\n${part}`);
  return [...lines, ...parts].join('\n');
}

function plain(value: JsonValue): string {
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? value.map(plain).join(', ') : JSON.stringify(value);
}

function isObject(value: JsonValue): value is { readonly [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
