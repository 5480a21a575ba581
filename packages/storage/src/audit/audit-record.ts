/** What somebody did, or was not let do. */
export interface AuditRecord {
  /** Moment, as `2026-01-31T12:00:00.000Z`. */
  readonly at: string;
  /** Name of the user or token; `local` for programs of this machine, `unknown` for somebody who is not known. */
  readonly who: string;
  readonly role?: string;
  /** Address that it came from; absent for what came over no connection, such as a signal. */
  readonly from?: string;
  /** What was done, such as `silence.add`. */
  readonly action: string;
  /** What it was done to: an id, a name or a path. */
  readonly object?: string;
  /** Whether it was done, was refused to who asked, or did not succeed. */
  readonly outcome: 'done' | 'refused' | 'failed';
  /** Status of the answer. */
  readonly status?: number;
}

/** Longer texts are cut: a record is for people, and must not fill the disk. */
const MAX_TEXT = 300;
/** What JSON leaves as it is, but ends a line or turns text around where it is shown. */
const UNSHOWN = /[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** A record as one line, whatever stands in it. */
export function printAuditRecord(record: AuditRecord): string {
  const fields = Object.entries(record).map(([name, value]): [string, unknown] => [
    name,
    typeof value === 'string' ? cut(value) : value,
  ]);
  return `${JSON.stringify(Object.fromEntries(fields)).replace(UNSHOWN, escaped)}\n`;
}

function cut(text: string): string {
  return text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT)}…`;
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Reads a line; `undefined` for what is no record, such as the beginning of one that a crash cut off. */
export function parseAuditRecord(line: string): AuditRecord | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isAuditRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isAuditRecord(value: unknown): value is AuditRecord {
  if (typeof value !== 'object' || value === null) return false;
  const { at, who, action, outcome } = value as Partial<Record<keyof AuditRecord, unknown>>;
  return [at, who, action, outcome].every((text) => typeof text === 'string');
}
