import type { LogRecord } from '@telltale/model';
import { severityName } from '@telltale/model';
import { plainText } from './plain-text.ts';
import { TimestampText } from './timestamp-text.ts';

/** Writes records as winston's format `simple` does: `level: message {"service":"…","timestamp":"…",…}`. */
export class SimpleLines {
  readonly #timestamps = new TimestampText();

  lineOf({ severity, message, service, timeMs, attributes, traceId, spanId }: LogRecord): string {
    const rest = {
      service,
      timestamp: this.#timestamps.of(timeMs),
      ...(traceId !== undefined && { trace_id: traceId }),
      ...(spanId !== undefined && { span_id: spanId }),
      ...attributes,
    };
    return `${severityName(severity) ?? 'info'}: ${plainText(message)} ${plainText(JSON.stringify(sorted(rest)))}\n`;
  }
}

/** By name, as winston has them. */
function sorted(fields: object): object {
  return Object.fromEntries(Object.entries(fields).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
