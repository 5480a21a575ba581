import type { DriftEntry, DriftFinding, DriftedField } from './drift-entry.ts';

/** What is said of every difference of a comparison. */
export interface Comparison {
  readonly area: DriftFinding['area'];
  readonly server: string;
  /** What to do, by what it is. */
  readonly fix: Readonly<Record<DriftFinding['kind'], string>>;
  /** A command that does it. */
  readonly code?: Readonly<Partial<Record<DriftFinding['kind'], string>>>;
}

/** Compares what is defined with what a server has, entry by entry. */
export function compareEntries(
  defined: readonly DriftEntry[],
  live: readonly DriftEntry[],
  { area, server, fix, code = {} }: Comparison,
): readonly DriftFinding[] {
  const there = new Map(live.map((entry) => [entry.key, entry]));
  const wanted = new Set(defined.map(({ key }) => key));
  const finding = (kind: DriftFinding['kind'], title: string, fields: readonly DriftedField[]) => ({
    area,
    kind,
    title,
    fields,
    fix: fix[kind],
    ...(code[kind] !== undefined && { code: code[kind] }),
    server,
  });
  return [
    ...defined.flatMap((entry) => {
      const other = there.get(entry.key);
      if (other === undefined) return [finding('missing', entry.title, [])];
      const fields = driftedFields(entry.facts, other.facts);
      return fields.length === 0 ? [] : [finding('changed', entry.title, fields)];
    }),
    ...live.filter(({ key }) => !wanted.has(key)).map(({ title }) => finding('extra', title, [])),
  ];
}

function driftedFields(defined: DriftEntry['facts'], live: DriftEntry['facts']): readonly DriftedField[] {
  const names = [...new Set([...Object.keys(defined), ...Object.keys(live)])];
  return names.flatMap((name) => {
    const fields = { name, defined: defined[name] ?? '', live: live[name] ?? '' };
    return fields.defined === fields.live ? [] : [fields];
  });
}

/** Keys that are taken already get a number: two rules of one group may have one name. */
export function numbered(entries: readonly DriftEntry[]): readonly DriftEntry[] {
  const seen = new Map<string, number>();
  return entries.map((entry) => {
    const count = (seen.get(entry.key) ?? 0) + 1;
    seen.set(entry.key, count);
    return count === 1 ? entry : { ...entry, key: `${entry.key}#${count}` };
  });
}
