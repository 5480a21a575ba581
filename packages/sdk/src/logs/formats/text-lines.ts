import type { AttributeValue, LogRecord } from '@telltale/model';
import { severityName } from '@telltale/model';
import { stacksOf } from './error-stack.ts';
import { plainText } from './plain-text.ts';
import { TimestampText } from './timestamp-text.ts';

const RESET = '\u001b[0m';
const DIM = '\u001b[2m';
/** Colours of the levels, for terminals. */
const COLOURS: Readonly<Record<string, string>> = {
  trace: '\u001b[90m',
  debug: '\u001b[34m',
  info: '\u001b[32m',
  warn: '\u001b[33m',
  error: '\u001b[31m',
  fatal: '\u001b[1;31m',
};

/** Writes records for people: `time [LEVEL] logger: message name=value …`, stacks of errors on lines below. */
export class TextLines {
  readonly #isColoured: boolean;
  readonly #timestamps = new TimestampText();

  constructor(isColoured: boolean) {
    this.#isColoured = isColoured;
  }

  lineOf(record: LogRecord): string {
    const { logger = record.service, message, attributes, traceId } = record;
    const level = severityName(record.severity) ?? 'info';
    const time = this.#timestamps.of(record.timeMs);
    const mark = this.#coloured(COLOURS[level] ?? '', level.toUpperCase());
    const { error, ...others } = attributes;
    const fields = Object.entries({ ...others, ...(traceId && { trace_id: traceId }) })
      .map(([name, value]) => ` ${fieldName(name)}=${fieldText(value)}`)
      .join('');
    const line = `${time} [${mark}] ${plainText(logger)}: ${plainText(message)}${this.#coloured(DIM, fields)}`;
    return `${line}${errorText(error)}\n`;
  }

  #coloured(colour: string, text: string): string {
    return this.#isColoured && text !== '' ? `${colour}${text}${RESET}` : text;
  }
}

function fieldName(name: string): string {
  return /^[\w.@/-]+$/.test(name) ? name : plainText(JSON.stringify(name));
}

function fieldText(value: AttributeValue): string {
  const isBare = typeof value === 'string' && /^[^\s"'=]+$/.test(value);
  return plainText(isBare ? value : JSON.stringify(value));
}

/** The stack of an error and of its causes, each line set in, so that none looks like a record. */
function errorText(error: AttributeValue | undefined): string {
  return stacksOf(error)
    .flatMap((stack, depth) => `${depth === 0 ? '' : 'caused by '}${stack}`.split('\n'))
    .map((line) => `\n    ${plainText(line)}`)
    .join('');
}
