import { parseSeverity } from '@telltale/model';
import { LEVEL_NUMBERS, levelName, SILENT } from '../records/log-entry.ts';

/** The number of a level by any of its names, `silent` and `off` included; `undefined` for what is none. */
export function levelNumber(name: unknown): number | undefined {
  if (typeof name !== 'string') return undefined;
  const severity = parseSeverity(name);
  if (severity) return LEVEL_NUMBERS[severity];
  return /^(?:silent|off)$/i.test(name.trim()) ? SILENT : undefined;
}

/** The word for a level's number. */
export function levelWord(level: number): string {
  return level === SILENT ? 'silent' : levelName(level);
}
