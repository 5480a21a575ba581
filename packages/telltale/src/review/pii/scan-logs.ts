import type { StoredLogRecord } from '@telltale/model';
import { searchLogs } from '../../logs/search-logs.ts';
import type { RangeParameters } from '../../signals/time-range.ts';
import { LEAK_WORDS, findLeaks } from './detectors.ts';
import type { LeakKind } from './detectors.ts';
import { mask } from './mask.ts';
import { isPersonalName, isTakenOut } from './personal-names.ts';
import type { PiiFinding } from './pii-finding.ts';

/** So many of the newest records are looked at. */
export const MAX_RECORDS = 20_000;
/** Deeper fields are not looked at. */
const MAX_DEPTH = 6;

const NEXT_OF_FIELD =
  "Name the field in `logs: { redact: ['…'] }` of the definition, or leave it out; a program without it takes the value out before it logs.";
const NEXT_OF_MESSAGE =
  'Log it as a field, which can be redacted by its name, instead of in the text; or leave it out.';

export interface ScannedLogs {
  readonly records: number;
  readonly hasMore: boolean;
  readonly findings: readonly PiiFinding[];
}

/** A place in records, and what leaks there. */
interface Place {
  readonly kind: LeakKind | 'personal-name';
  readonly where: string;
  readonly what: string;
  readonly next: string;
  readonly sample: string;
  count: number;
}

/** Looks at the messages and fields of the newest log records of a range. */
export async function scanLogs(station: string, range: RangeParameters): Promise<ScannedLogs> {
  const { records, hasMore } = await searchLogs(station, { query: '', ...range, limit: MAX_RECORDS });
  const places = new Map<string, Place>();
  for (const record of records) lookAt(record, places);
  const findings = [...places.values()].toSorted((one, other) => other.count - one.count);
  return { records: records.length, hasMore, findings };
}

function lookAt(record: StoredLogRecord, places: Map<string, Place>): void {
  const seen = new Set<string>();
  const note = (place: Omit<Place, 'count'>): void => {
    const key = `${place.kind} ${place.where}`;
    // A record counts once for a place, however often it leaks there.
    if (seen.has(key)) return;
    seen.add(key);
    const known = places.get(key);
    if (known) known.count++;
    else places.set(key, { ...place, count: 1 });
  };
  const { service, logger, message, attributes } = record;
  const where = `log message of ${service}${logger === undefined ? '' : ` (${logger})`}`;
  for (const { kind, text } of findLeaks(message)) {
    note({
      kind,
      where,
      what: `${LEAK_WORDS[kind]} in a ${where}`,
      next: NEXT_OF_MESSAGE,
      sample: mask(text),
    });
  }
  for (const [path, value] of textsOf(attributes, '', 0)) {
    const field = `log field ${path} of ${service}`;
    const leaks = findLeaks(value);
    for (const { kind, text } of leaks) {
      note({
        kind,
        where: field,
        what: `${LEAK_WORDS[kind]} in the ${field}`,
        next: NEXT_OF_FIELD,
        sample: mask(text),
      });
    }
    if (leaks.length > 0 || isTakenOut(value) || !isPersonalName(path)) continue;
    const what = `the ${field} is named like data of a person, or a secret`;
    note({ kind: 'personal-name', where: field, what, next: NEXT_OF_FIELD, sample: mask(value) });
  }
}

/** Every text of a value with its path. */
function* textsOf(
  value: unknown,
  path: string,
  depth: number,
): Generator<readonly [path: string, text: string]> {
  if (typeof value === 'string') yield [path, value];
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return;
  for (const [name, inner] of Object.entries(value)) {
    // Items of a list are one place.
    const below = Array.isArray(value) ? path : path === '' ? name : `${path}.${name}`;
    yield* textsOf(inner, below, depth + 1);
  }
}
