/** A message as a person reads it: a mail by its head and text, JSON by its fields, anything else as it is. */
export type ReadableMessage =
  | {
      readonly kind: 'mail';
      readonly head: readonly (readonly [name: string, value: string])[];
      /** What the mail says; its HTML where it has no text. */
      readonly text: string;
    }
  | { readonly kind: 'json'; readonly value: object }
  | { readonly kind: 'text'; readonly text: string };

/** Reads a message by the way that it goes: `email`, or one of those that post JSON. */
export function readableMessage(integration: string, message: unknown): ReadableMessage {
  if (integration !== 'email' || !isRecord(message)) return readableBody(message);
  const { text, html, headers, ...rest } = message;
  const head = Object.entries({ ...rest, ...(isRecord(headers) && headers) });
  return {
    kind: 'mail',
    head: head.map(([name, value]) => [name, inOneLine(value)] as const),
    text: [text, html].find((part): part is string => typeof part === 'string' && part.trim() !== '') ?? '',
  };
}

/** A body may be the text that is posted. */
function readableBody(message: unknown): ReadableMessage {
  const value = typeof message === 'string' ? (parsed(message) ?? message) : message;
  if (typeof value === 'object' && value !== null) return { kind: 'json', value };
  return { kind: 'text', text: typeof value === 'string' ? value : JSON.stringify(value) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether a value has named fields. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function inOneLine(value: unknown): string {
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? value.map(inOneLine).join(', ') : JSON.stringify(value);
}
