import type { FrameworkOptions } from '../presets/framework/framework.ts';
import type { LogLevel } from '../resolved/resolved-logs.ts';
import type { ImportNotes, Mapping } from './import-notes.ts';
import { listAt } from './import-notes.ts';

type Logs = NonNullable<FrameworkOptions['logs']>;
type Output = NonNullable<Logs['outputs']>[number];

const OUTPUTS: readonly Output[] = ['console', 'file', 'elasticsearch'];

/** Levels by the names that other loggers give them. */
const LEVELS: ReadonlyMap<string, LogLevel> = new Map([
  ['trace', 'trace'],
  ['debug', 'debug'],
  ['info', 'info'],
  ['warn', 'warn'],
  ['warning', 'warn'],
  ['error', 'error'],
  ['critical', 'fatal'],
  ['fatal', 'fatal'],
]);

/** The section `logging`. */
export function importLogging(logging: Mapping, notes: ImportNotes): Logs {
  notes.unread(logging, ['level', 'format', 'outputs', 'correlation'], 'logging');
  const { level: said = 'info' } = logging;
  const level = typeof said === 'string' ? LEVELS.get(said.toLowerCase()) : undefined;
  if (level === undefined) notes.dropped('logging.level', `${JSON.stringify(said)} is no level`);
  const { format = 'structured', correlation = true } = logging;
  if (format !== 'structured' && format !== 'json') {
    notes.repaired('logging.format', `${JSON.stringify(format)} cannot be searched: made JSON lines`);
  }
  if (correlation !== true) {
    notes.dropped('logging.correlation', 'records always carry the trace that they belong to');
  }
  const outputs = listAt(logging, 'outputs', 'logging.outputs', notes).flatMap((output) => {
    const known = OUTPUTS.find((one) => one === output);
    if (known === undefined) notes.dropped('logging.outputs', `${JSON.stringify(output)} is no output`);
    return known === undefined ? [] : [known];
  });
  return { ...(level && { level }), ...(outputs.length > 0 && { outputs }) };
}
