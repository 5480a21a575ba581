/** Severity of a log record in words, from the least to the most; `trace` is 1 to 4 in OpenTelemetry, and so on. */
export type SeverityName = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';

/** The words, the least severe first. */
export const SEVERITY_NAMES: readonly SeverityName[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];

/** Numbers of one word: OpenTelemetry has four of each. */
const NUMBERS_OF_NAME = 4;

/** What other loggers call the severities: Python, syslog, winston, Java, Go and the abbreviations of all. */
const ALIASES: ReadonlyMap<string, SeverityName> = new Map([
  ['silly', 'trace'],
  ['verbose', 'debug'],
  ['finest', 'trace'],
  ['finer', 'trace'],
  ['fine', 'debug'],
  ['dbg', 'debug'],
  ['http', 'info'],
  ['information', 'info'],
  ['informational', 'info'],
  ['inf', 'info'],
  ['notice', 'info'],
  ['log', 'info'],
  ['warning', 'warn'],
  ['wrn', 'warn'],
  ['err', 'error'],
  ['severe', 'error'],
  ['critical', 'fatal'],
  ['crit', 'fatal'],
  ['alert', 'fatal'],
  ['emerg', 'fatal'],
  ['emergency', 'fatal'],
  ['panic', 'fatal'],
]);

/** OpenTelemetry's number of a severity: 1 for `trace`, 5 for `debug`, 9, 13, 17, and 21 for `fatal`. */
export function severityNumber(name: SeverityName): number {
  return SEVERITY_NAMES.indexOf(name) * NUMBERS_OF_NAME + 1;
}

/** The word for OpenTelemetry's number; nothing for 0, which says that nobody knows, and for what is none. */
export function severityName(severity: number): SeverityName | undefined {
  return severity >= 1 ? SEVERITY_NAMES[Math.floor((severity - 1) / NUMBERS_OF_NAME)] : undefined;
}

/** Reads a severity as any logger writes it, whatever its case: `WARNING`, `crit`, `E`. */
export function parseSeverity(text: string): SeverityName | undefined {
  const word = text.trim().toLowerCase();
  if (word.length === 1) return SEVERITY_NAMES.find((name) => name.startsWith(word));
  return SEVERITY_NAMES.find((name) => name === word) ?? ALIASES.get(word);
}
