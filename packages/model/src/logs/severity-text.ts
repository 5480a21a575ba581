import type { LogRecord } from './log-record.ts';
import { parseSeverity, severityName, severityNumber } from './severity.ts';

const MAX_SEVERITY = 24;

/** What OpenTelemetry calls the severity of a record: the program's own words, or `WARN` and the like. */
export function severityTextOf({ severity, severityText }: LogRecord): string {
  return severityText ?? severityName(severity)?.toUpperCase() ?? '';
}

/** The severity of a record, from OpenTelemetry's number and the program's own word, either of which may be missing. */
export function severityOf(number: number, text: string): Pick<LogRecord, 'severity' | 'severityText'> {
  const said = number >= 1 && number <= MAX_SEVERITY ? Math.trunc(number) : 0;
  const read = said === 0 && text !== '' ? parseSeverity(text) : undefined;
  const severity = read ? severityNumber(read) : said;
  const isOwnWord = text !== '' && text.toLowerCase() !== severityName(severity);
  return { severity, severityText: isOwnWord ? text : undefined };
}
