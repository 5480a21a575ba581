import { severityName } from '@telltale/model';
import type { Attributes, AttributeValue, LogRecord } from '@telltale/model';
import type { Paint } from '../check/report/paint.ts';
import { printable, printableLines } from '../io/printable.ts';

/** Attributes of several lines, which are shown below the message. */
const STACKS: ReadonlySet<string> = new Set([
  'exception.stacktrace',
  'error.stack_trace',
  'error.stack',
  'err.stack',
  'stack_trace',
  'stack',
]);
const LEVEL_WIDTH = 5;
const MAX_VALUE_LENGTH = 500;

/**
 * A record on a line for people: when, how severe, who, what, and its fields as `name=value`. Further lines of the
 * message and stack traces follow, indented. Nothing in a record reaches the terminal but text.
 */
export function formatRecord(record: LogRecord, paint: Paint): string {
  const { timeMs, service, logger, message, traceId } = record;
  const [first = '', ...rest] = message.trimEnd().split('\n');
  const fields = flatFields(record.attributes, '');
  const shown = fields
    .filter(([name]) => !STACKS.has(name))
    .map(([name, value]) => `${name}=${quoted(value)}`);
  if (traceId !== undefined) shown.push(`trace=${traceId}`);
  const head = [
    paint.dim(isoTime(timeMs)),
    paintedLevel(record, paint),
    paint.blue(printable(logger === undefined ? service : `${service}/${logger}`)),
    printable(first),
    ...(shown.length > 0 ? [paint.dim(printable(shown.join(' ')))] : []),
  ].join('  ');
  const stacks = fields.filter(([name]) => STACKS.has(name)).map(([, value]) => paint.dim(indented(value)));
  const below = [...(rest.length > 0 ? [indented(rest.join('\n'))] : []), ...stacks];
  return `${[head, ...below].join('\n')}\n`;
}

/** With milliseconds, in UTC as in everything that is compared between machines. */
export function isoTime(timeMs: number): string {
  const date = new Date(timeMs);
  return Number.isNaN(date.getTime()) ? String(timeMs) : date.toISOString();
}

/** The severity in five letters, in its colour. */
export function paintedLevel({ severity }: Pick<LogRecord, 'severity'>, paint: Paint): string {
  const name = severityName(severity) ?? '-';
  const text = name.toUpperCase().padEnd(LEVEL_WIDTH);
  if (name === 'error' || name === 'fatal') return paint.red(text);
  if (name === 'warn') return paint.yellow(text);
  return name === 'info' ? paint.green(text) : paint.dim(text);
}

function indented(text: string): string {
  return printableLines(text.trimEnd()).replaceAll(/^/gm, '    ');
}

/** Fields of objects stand under the names by which they are searched. */
function flatFields(attributes: Attributes, prefix: string): [name: string, value: string][] {
  return Object.entries(attributes).flatMap(([name, value]): [string, string][] =>
    isObject(value)
      ? flatFields(value, `${prefix}${name}.`)
      : [[prefix + name, typeof value === 'string' ? value : JSON.stringify(value)]],
  );
}

function isObject(value: AttributeValue): value is Attributes {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function quoted(value: string): string {
  const text = value.length > MAX_VALUE_LENGTH ? `${value.slice(0, MAX_VALUE_LENGTH)}…` : value;
  return /^[^\s"=]+$/.test(text) ? text : JSON.stringify(text);
}
