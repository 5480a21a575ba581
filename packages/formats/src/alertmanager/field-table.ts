/** How the value of a field is written. */
export type FieldType = 'text' | 'duration' | 'flag' | 'count' | 'texts' | 'labels' | 'section' | 'any';

/** A field that a section may have. */
export interface FieldSpec {
  readonly type: FieldType;
  /** First version of Alertmanager that knows it; absent for what is as old as 0.25. */
  readonly since?: string;
}

/** The fields of a section, by name. */
export type FieldTable = ReadonlyMap<string, FieldSpec>;

/**
 * A table from names by type, separated by blanks; `name@0.30` is known since version 0.30.
 */
export function fieldTable(names: { readonly [Type in FieldType]?: string }): FieldTable {
  const fields = new Map<string, FieldSpec>();
  for (const type of FIELD_TYPES) {
    for (const word of names[type]?.split(/\s+/) ?? []) {
      const [name, since] = word.split('@');
      if (name !== '') fields.set(name, since === undefined ? { type } : { type, since });
    }
  }
  return fields;
}

const FIELD_TYPES: readonly FieldType[] = [
  'text',
  'duration',
  'flag',
  'count',
  'texts',
  'labels',
  'section',
  'any',
];

/** Whether a version (`0.25`) is older than another. */
export function isOlder(version: string, than: string): boolean {
  const [major, minor] = version.split('.').map(Number);
  const [thanMajor, thanMinor] = than.split('.').map(Number);
  return major < thanMajor || (major === thanMajor && minor < thanMinor);
}
