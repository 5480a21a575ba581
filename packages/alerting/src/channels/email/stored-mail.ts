import type { JsonValue } from '@telltale/model';
import type { MailMessage } from '../../transport/mail-transport.ts';

/** Reads a mail from the outbox, which another version of the program may have written. */
export function parseStoredMail(message: JsonValue): MailMessage | undefined {
  if (!isRecord(message)) return undefined;
  const { from, to, subject, text, html, headers, messageId, dateMs } = message;
  if (typeof from !== 'string' || typeof subject !== 'string' || typeof messageId !== 'string')
    return undefined;
  if (typeof dateMs !== 'number' || !Array.isArray(to) || !to.every((item) => typeof item === 'string'))
    return undefined;
  return {
    from,
    to,
    subject,
    ...(typeof text === 'string' && { text }),
    ...(typeof html === 'string' && { html }),
    headers: textsOf(headers),
    messageId,
    dateMs,
  };
}

function textsOf(value: JsonValue | undefined): Readonly<Record<string, string>> {
  const entries = isRecord(value) ? Object.entries(value) : [];
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function isRecord(value: JsonValue | undefined): value is { readonly [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
