import type { AttributeValue } from '../../attributes/attributes.ts';
import type { LogRecord } from '../log-record.ts';
import { severityOf } from '../severity-text.ts';

const PINO_STEP = 10;
const NUMBERS_OF_NAME = 4;
const PINO_LEVEL = /^[1-6]\d$/;

/** Reads a level as loggers write it: a word, or a number of pino and bunyan, 10 for `trace` to 60 for `fatal`. */
export function documentSeverity(
  value: AttributeValue,
): Pick<LogRecord, 'severity' | 'severityText'> | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || text === '') return undefined;
  if (!PINO_LEVEL.test(text)) return severityOf(0, text);
  return { severity: (Math.floor(Number(text) / PINO_STEP) - 1) * NUMBERS_OF_NAME + 1 };
}
