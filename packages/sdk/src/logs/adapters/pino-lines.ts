import { parseSeverity } from '@telltale/model';
import type { Intake } from '../front/intake.ts';
import { LEVEL_NUMBERS } from '../records/log-entry.ts';
import { foreignError } from './foreign-error.ts';

type Fields = Record<string, unknown>;

/** What a line of pino or bunyan says of the process, which our records say in another way. */
const OF_PROCESS = ['pid', 'hostname', 'v'];

/** Hands a line of pino, or what else was written where its lines go, to our logger. */
export function takePinoLine(intake: Intake, line: string): void {
  if (line.trim() === '') return;
  const record = parsed(line);
  if (record) takePinoRecord(intake, record);
  // Somebody else writes here, too: nothing is lost.
  else intake(LEVEL_NUMBERS.info, { message: line.trimEnd() });
}

/** Hands a record of pino or bunyan to our logger. */
export function takePinoRecord(intake: Intake, record: Readonly<Fields>): void {
  const { level, time, msg, name, err, ...rest } = record;
  const fields: Fields = rest;
  for (const own of OF_PROCESS) delete fields[own];
  if (err !== undefined) fields['err' in fields || 'error' in fields ? 'err' : 'error'] = foreignError(err);
  const timeMs = time instanceof Date ? time.getTime() : new Date(time as string | number).getTime();
  intake(levelOf(level), {
    message: typeof msg === 'string' ? msg : '',
    fields,
    ...(!Number.isNaN(timeMs) && { timeMs }),
    ...(typeof name === 'string' && name !== '' && { logger: name }),
  });
}

function parsed(line: string): Readonly<Fields> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Fields)
      : undefined;
  } catch {
    return undefined;
  }
}

/** A number, or a word where a formatter made it one. */
function levelOf(level: unknown): number {
  if (typeof level === 'number') return level;
  const severity = typeof level === 'string' ? parseSeverity(level) : undefined;
  return LEVEL_NUMBERS[severity ?? 'info'];
}
