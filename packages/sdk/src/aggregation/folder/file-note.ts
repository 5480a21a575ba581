import type { ProcessIdentity } from './process-identity.ts';

/** What the file of a process says of its writer. */
export interface ProcessNote extends ProcessIdentity {
  readonly kind: 'process';
  readonly member: string;
}

/** What the file of the dead says: whose files were added to it, with the time, so that none counts twice. */
export interface DeadNote {
  readonly kind: 'dead';
  readonly folded: ReadonlyMap<string, number>;
  /** Number of the file that it was made from; 0 for the first. */
  readonly previous: number;
}

/** A note as text. */
export function formatNote(note: ProcessNote | DeadNote): string {
  return JSON.stringify(note.kind === 'dead' ? { ...note, folded: [...note.folded] } : note);
}

/** Reads what {@link formatNote} wrote; `undefined` for anything else. */
export function parseNote(text: string): ProcessNote | DeadNote | undefined {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof given !== 'object' || given === null || !('kind' in given)) return undefined;
  return given.kind === 'dead' ? parseDead(given) : parseProcess(given);
}

function parseDead(given: object): DeadNote | undefined {
  if (!('folded' in given) || !Array.isArray(given.folded)) return undefined;
  if (!('previous' in given) || !Number.isSafeInteger(given.previous)) return undefined;
  const folded = new Map<string, number>();
  for (const entry of given.folded as unknown[]) {
    if (!Array.isArray(entry)) return undefined;
    const [member, foldedMs] = entry as unknown[];
    if (typeof member !== 'string' || typeof foldedMs !== 'number') return undefined;
    folded.set(member, foldedMs);
  }
  return { kind: 'dead', folded, previous: Number(given.previous) };
}

function parseProcess(given: object): ProcessNote | undefined {
  const { kind, member, pid, place, started } = given as Readonly<Record<string, unknown>>;
  const isProcess =
    kind === 'process' &&
    typeof member === 'string' &&
    typeof place === 'string' &&
    typeof started === 'string' &&
    typeof pid === 'number' &&
    Number.isSafeInteger(pid) &&
    pid > 0;
  return isProcess ? { kind, member, pid, place, started } : undefined;
}
