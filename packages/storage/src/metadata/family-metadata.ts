import type { MetricMetadata } from '@telltale/model';
import type { MetadataRecord } from './metadata-record.ts';

/** Families at most; of more the ones changed longest ago are forgotten. */
export const MAX_FAMILIES = 20_000;
/** Characters of a help or unit text that are kept. */
const MAX_TEXT_LENGTH = 4096;

/** What is known of metric families from their exposition; survives restarts. */
export interface MetadataStore {
  /** By the name of the family. */
  get(): ReadonlyMap<string, MetricMetadata>;
  /** Long texts are cut to 4096 characters; 20,000 families are kept. */
  set(name: string, metadata: MetricMetadata): void;
}

/** Keeps the families in memory and hands on what changed. */
export class FamilyMetadata implements MetadataStore {
  readonly #families = new Map<string, MetricMetadata>();
  readonly #onChanged: (record: MetadataRecord) => void;

  constructor(records: readonly MetadataRecord[], onChanged: (record: MetadataRecord) => void) {
    for (const { name, metadata } of records) this.#families.set(name, metadata);
    this.#onChanged = onChanged;
  }

  get(): ReadonlyMap<string, MetricMetadata> {
    return this.#families;
  }

  set(name: string, { type, help, unit }: MetricMetadata): void {
    const metadata = { type, help: help.slice(0, MAX_TEXT_LENGTH), unit: unit.slice(0, MAX_TEXT_LENGTH) };
    const known = this.#families.get(name);
    if (known?.type === type && known.help === metadata.help && known.unit === metadata.unit) return;
    // Insertion order is the order of change.
    this.#families.delete(name);
    this.#families.set(name, metadata);
    const [oldest] = this.#families.keys();
    if (this.#families.size > MAX_FAMILIES) this.#families.delete(oldest);
    this.#onChanged({ name, metadata });
  }
}
