/** What was not taken over as it stood. */
export interface ImportNote {
  /** Where it stood, such as `alerts.0.threshold`. */
  readonly path: string;
  /** `dropped` where nothing came of it, `repaired` where something else did. */
  readonly kind: 'dropped' | 'repaired';
  /** What was wrong, and what became of it. */
  readonly message: string;
}

/** Collects notes while a configuration is read. */
export class ImportNotes {
  readonly #notes: ImportNote[] = [];

  /** Everything noted so far, in the order of the configuration. */
  get all(): readonly ImportNote[] {
    return this.#notes;
  }

  dropped(path: string, message: string): void {
    this.#notes.push({ path, kind: 'dropped', message });
  }

  repaired(path: string, message: string): void {
    this.#notes.push({ path, kind: 'repaired', message });
  }

  /** Notes the keys of a mapping that nobody reads. */
  unread(mapping: Mapping, known: readonly string[], path: string): void {
    for (const key of Object.keys(mapping)) {
      if (!known.includes(key))
        this.dropped(path === '' ? key : `${path}.${key}`, 'there is no such setting');
    }
  }
}

/** A mapping of a configuration that nobody has checked yet. */
export type Mapping = Readonly<Record<string, unknown>>;

/** Whether it is a mapping. */
export function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The mapping under a key; empty where there is none, which is noted where there is something else. */
export function mappingAt(parent: Mapping, key: string, path: string, notes: ImportNotes): Mapping {
  const value = Object.hasOwn(parent, key) ? parent[key] : undefined;
  if (value === undefined || value === null) return {};
  if (isMapping(value)) return value;
  notes.dropped(path, 'a mapping belongs here');
  return {};
}

/** The list under a key; empty where there is none, which is noted where there is something else. */
export function listAt(parent: Mapping, key: string, path: string, notes: ImportNotes): readonly unknown[] {
  const value = Object.hasOwn(parent, key) ? parent[key] : undefined;
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value;
  notes.dropped(path, 'a list belongs here');
  return [];
}
