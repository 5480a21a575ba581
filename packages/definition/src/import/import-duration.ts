import { parseDuration } from '@telltale/model';
import type { Duration } from '../time/duration.ts';
import type { ImportNotes } from './import-notes.ts';

/** A duration; a number without a unit is taken as seconds, which is noted. */
export function importDuration(value: unknown, path: string, notes: ImportNotes): Duration | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number' && value > 0 && Number.isInteger(value)) {
    notes.repaired(path, `${value} has no unit: taken as ${value}s`);
    return `${BigInt(value)}s`;
  }
  const text = typeof value === 'string' ? value.trim() : '';
  if (isDuration(text)) return text;
  notes.dropped(path, `${JSON.stringify(value)} is not a duration: write one such as '10s'`);
  return undefined;
}

function isDuration(text: string): text is Duration {
  const ms = parseDuration(text);
  return ms !== undefined && ms > 0;
}
