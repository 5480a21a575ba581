import type { ExemplarStore } from '@telltale/model';
import { ExemplarRing } from './exemplars/exemplar-ring.ts';
import type { SeriesLabels } from './exemplars/exemplar-ring.ts';
import type { ExemplarRecord } from './exemplars/exemplar-record.ts';
import { readExemplars } from './exemplars/exemplar-table.ts';
import { TurnBatch } from './ingest/turn-batch.ts';
import { FamilyMetadata } from './metadata/family-metadata.ts';
import type { MetadataStore } from './metadata/family-metadata.ts';
import type { MetadataRecord } from './metadata/metadata-record.ts';
import { readMetadata } from './metadata/metadata-table.ts';
import type { SqlDriver } from './sql/sql-driver.ts';
import type { WriterTask } from './worker/messages.ts';

export interface CompanionsOptions {
  readonly catalog: SqlDriver;
  readonly labels: SeriesLabels;
  readonly hasSeries: (seriesId: number) => boolean;
  readonly maxExemplars: number;
  readonly post: (task: WriterTask) => void;
}

/** What is kept beside samples: exemplars of series and metadata of families. */
export class Companions {
  readonly exemplars: ExemplarStore;
  readonly metadata: MetadataStore;
  readonly #ring: ExemplarRing;
  readonly #exemplarBatch: TurnBatch<ExemplarRecord>;
  readonly #metadataBatch: TurnBatch<MetadataRecord>;

  constructor({ catalog, labels, hasSeries, maxExemplars, post }: CompanionsOptions) {
    this.#exemplarBatch = new TurnBatch((records) => post({ kind: 'exemplars', records }));
    this.#metadataBatch = new TurnBatch((records) => post({ kind: 'metadata', records }));
    this.#ring = new ExemplarRing({
      labels,
      hasSeries,
      maxExemplars,
      onAdded: (record) => this.#exemplarBatch.add(record),
    });
    this.#ring.restore(readExemplars(catalog));
    this.exemplars = this.#ring;
    this.metadata = new FamilyMetadata(readMetadata(catalog), (record) => this.#metadataBatch.add(record));
  }

  get exemplarCount(): number {
    return this.#ring.count;
  }

  /** For those who send exemplars on. */
  get numberedExemplars(): Pick<ExemplarRing, 'after' | 'lastNumber'> {
    return this.#ring;
  }

  forgetSeries(ids: readonly number[]): void {
    // Else they would be written after the series is deleted, and be another's that gets its id.
    this.#exemplarBatch.sendNow();
    this.#ring.forgetSeries(ids);
  }

  /** Sends what has been collected. */
  sendNow(): void {
    this.#exemplarBatch.sendNow();
    this.#metadataBatch.sendNow();
  }
}
