import type { MetricMetadata } from '@telltale/model';

const UNKNOWN: MetricMetadata = { type: 'unknown', help: '', unit: '' };

/** What pages of a target say of its families, from page to page. */
export class FamilyNotes {
  readonly #families = new Map<string, MetricMetadata>();
  /** Not told yet: what has changed, and names of samples that no family has. */
  readonly #changed = new Set<string>();
  readonly #undeclared = new Set<string>();

  get size(): number {
    return this.#families.size;
  }

  note(name: string, part: Partial<MetricMetadata>): void {
    this.#families.set(name, { ...(this.#families.get(name) ?? UNKNOWN), ...part });
    this.#changed.add(name);
  }

  /** A page need not describe its metrics: tells of a sample that is new. */
  noteSample(name: string): void {
    if (!this.#isDeclared(name)) this.#undeclared.add(name);
  }

  /** Tells what is new, by the names that queries use. */
  tell(sink: (name: string, metadata: MetricMetadata) => void): void {
    for (const name of this.#undeclared) {
      sink(name, { ...UNKNOWN, type: name.endsWith('_total') ? 'counter' : 'unknown' });
    }
    for (const name of this.#changed) {
      const metadata = this.#families.get(name) ?? UNKNOWN;
      sink(queryName(name, metadata), metadata);
    }
    this.#undeclared.clear();
    this.#changed.clear();
  }

  clear(): void {
    this.#families.clear();
    this.#changed.clear();
    this.#undeclared.clear();
  }

  /** Whether the name is that of a described family, or of one of its samples such as `_bucket`. */
  #isDeclared(name: string): boolean {
    return this.#families.has(name) || this.#families.has(name.slice(0, Math.max(0, name.lastIndexOf('_'))));
  }
}

/** OpenMetrics names a counter without the suffix of its sample; queries need the sample's name. */
function queryName(family: string, { type }: MetricMetadata): string {
  return type === 'counter' && !family.endsWith('_total') ? `${family}_total` : family;
}
