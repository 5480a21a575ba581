import type { LogRecord } from '@telltale/model';
import type { WaitingRecord } from './delivery.ts';

/** What all records of a process have. */
type Origin = Pick<LogRecord, 'service' | 'resource'>;

const HEAD = 'telltale-logs 1 ';

/** Prints records for a file: a line for each, and before those of one origin a line with that. */
export function printSegment(records: readonly WaitingRecord[]): string {
  let text = '';
  let last: Origin | undefined;
  for (const { id, record } of records) {
    const { service, resource, ...rest } = record;
    if (last?.service !== service || last.resource !== resource) {
      last = { service, resource };
      text += `${HEAD}${JSON.stringify(last)}\n`;
    }
    text += `${JSON.stringify([id, rest])}\n`;
  }
  return text;
}

/** Reads what {@link printSegment} printed; lines that are torn are left out. */
export function parseSegment(text: string): readonly WaitingRecord[] {
  const records: WaitingRecord[] = [];
  let origin: Origin | undefined;
  for (const line of text.split('\n')) {
    const isHead = line.startsWith(HEAD);
    const value = parsed(isHead ? line.slice(HEAD.length) : line);
    if (isHead) origin = isOrigin(value) ? value : undefined;
    else if (origin && isEntry(value)) records.push({ id: value[0], record: { ...value[1], ...origin } });
  }
  return records;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function isOrigin(value: unknown): value is Origin {
  const { service, resource } = Object(value) as Record<string, unknown>;
  return typeof service === 'string' && typeof resource === 'object' && resource !== null;
}

/** Only this SDK writes here: what has the parts that all records have is one. */
function isEntry(value: unknown): value is readonly [string, Omit<LogRecord, keyof Origin>] {
  if (!Array.isArray(value)) return false;
  const [id, record]: readonly unknown[] = value;
  const { timeMs, severity, message, attributes } = Object(record) as Record<string, unknown>;
  const hasNumbers = typeof timeMs === 'number' && typeof severity === 'number';
  const hasAttributes = typeof attributes === 'object' && attributes !== null;
  return typeof id === 'string' && hasNumbers && typeof message === 'string' && hasAttributes;
}
