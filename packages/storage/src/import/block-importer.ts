import { TelltaleError } from '@telltale/model';
import type { LabelSet, MetricMetadata } from '@telltale/model';
import { Block } from '../blocks/block.ts';
import { BlockCache } from '../blocks/block-cache.ts';
import { BlockFiles } from '../blocks/block-files.ts';
import { BlockIndex } from '../blocks/block-index.ts';
import { SeriesWriter } from '../catalog/catalog.ts';
import type { SeriesRecord } from '../catalog/catalog.ts';
import { folderBytes } from '../folder/data-folder.ts';
import type { DataFolder } from '../folder/data-folder.ts';
import type { SealedSlab } from '../head/sealed-slab.ts';
import { LabelIndex } from '../index/label-index.ts';
import type { SqlDriver } from '../sql/sql-driver.ts';
import { MAX_FAMILIES } from '../metadata/family-metadata.ts';
import { MetadataTable } from '../metadata/metadata-table.ts';
import { printLabels } from '../wal/record.ts';
import { BlockWriter } from '../worker/block-writer.ts';
import { cutSlabs } from './cut-slabs.ts';
import { ImportGroups } from './import-groups.ts';
import type { ImportReport, Importer } from './importer.ts';
import { takeOutRepeated } from './repeated-samples.ts';
import { sealLog } from './sealed-log.ts';
import { SeriesBuffer } from './series-buffer.ts';
import { writeError } from './write-error.ts';

/** The last millisecond of the year 9999: day files have four-digit years. */
const MAX_TIMESTAMP_MS = 253_402_300_799_999;

/** Samples in one transaction: the fsync at its end costs little then, and its slabs little memory. */
const MAX_COMMIT_SAMPLES = 1_000_000;

/** When this share of the samples fills no slab, it is written all the same. */
const MAX_KEPT_SHARE = 0.7;

export interface BlockImporterOptions {
  readonly folder: DataFolder;
  /** Held until the end. */
  readonly lock: SqlDriver;
  readonly catalog: SqlDriver;
  readonly storeId: string;
  /** Older samples are left out. */
  readonly oldestMs: number;
  readonly maxSeries: number;
  readonly maxBufferedSamples: number;
}

/** Gathers samples by series, and cuts them into blocks whenever there are many. */
export class BlockImporter implements Importer {
  readonly #options: BlockImporterOptions;
  readonly #labels = new LabelIndex();
  readonly #index = new BlockIndex();
  readonly #files: BlockFiles;
  readonly #writer: BlockWriter;
  readonly #seriesWriter: SeriesWriter;
  readonly #groups = new ImportGroups();
  readonly #buffers = new Map<number, SeriesBuffer>();
  readonly #families = new Map<string, MetricMetadata>();
  #newSeries: SeriesRecord[] = [];
  #nextId: number;
  #buffered = 0;
  #isClosed = false;
  readonly #counts = { stored: 0, duplicates: 0, conflicts: 0, tooOld: 0, outOfRange: 0 };
  #newSeriesCount = 0;
  #blocks = 0;
  #firstMs = Infinity;
  #lastMs = -Infinity;

  constructor(options: BlockImporterOptions) {
    const { folder, catalog, storeId } = options;
    this.#options = options;
    this.#files = new BlockFiles({ folderPath: folder.path, storeId, onNotice: () => {} });
    this.#files.loadInto(this.#index);
    this.#writer = new BlockWriter(folder.path, storeId);
    this.#seriesWriter = new SeriesWriter(catalog);
    const { slabs, nextId } = sealLog({
      folder,
      catalog,
      labels: this.#labels,
      blocks: this.#index,
      cache: new BlockCache({
        load: ({ dayMs, id }) => this.#files.data(dayMs, id),
        onDamaged: () => {},
      }),
    });
    this.#nextId = nextId;
    this.#commit(slabs);
  }

  series(labels: LabelSet): SeriesBuffer {
    const id = this.#labels.idOf(labels) ?? this.#addSeries(labels);
    let buffer = this.#buffers.get(id);
    if (buffer === undefined) {
      buffer = new SeriesBuffer(id);
      this.#buffers.set(id, buffer);
      this.#groups.add(labels, buffer);
    }
    return buffer;
  }

  add(series: SeriesBuffer, timestampMs: number, value: number): void {
    if (timestampMs < this.#options.oldestMs) {
      if (timestampMs >= 0) this.#counts.tooOld++;
      else this.#counts.outOfRange++;
      return;
    }
    if (!(timestampMs <= MAX_TIMESTAMP_MS) || !(timestampMs >= 0)) {
      this.#counts.outOfRange++;
      return;
    }
    series.push(Math.round(timestampMs), value);
    if (++this.#buffered >= this.#maxBuffered()) this.#write(false);
  }

  metadata(name: string, metadata: MetricMetadata): void {
    this.#families.set(name, metadata);
  }

  finish(): ImportReport {
    this.#write(true);
    this.#writeMetadata();
    this.close();
    return {
      ...this.#counts,
      series: this.#buffers.size,
      newSeries: this.#newSeriesCount,
      blocks: this.#blocks,
      firstMs: this.#firstMs === Infinity ? undefined : this.#firstMs,
      lastMs: this.#lastMs === -Infinity ? undefined : this.#lastMs,
      diskBytes: folderBytes(this.#options.folder.path),
    };
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#files.close();
    this.#writer.close();
    this.#options.catalog.close();
    this.#options.lock.close();
  }

  /** Enough for full slabs of all series, within reason: few rows in a block cost disk and reading time. */
  #maxBuffered(): number {
    const { maxBufferedSamples } = this.#options;
    return Math.max(maxBufferedSamples, Math.min(4 * maxBufferedSamples, 180 * this.#buffers.size));
  }

  #addSeries(labels: LabelSet): number {
    const { maxSeries } = this.#options;
    if (this.#labels.size >= maxSeries) {
      throw new TelltaleError(
        'TT_SERIES_LIMIT',
        `The store has ${maxSeries} series, the most it may have, and does not take more.`,
      );
    }
    const id = this.#nextId++;
    this.#labels.add(id, labels);
    this.#newSeries.push({ id, labelsJson: printLabels(labels) });
    this.#newSeriesCount++;
    return id;
  }

  /** What fills no slab stays, unless it is the end or the rest alone is too much. */
  #write(isLast: boolean): void {
    try {
      // Blocks only ever refer to series that are in the catalog.
      this.#seriesWriter.add(this.#newSeries);
      this.#newSeries = [];
      this.#writeSlabs(isLast);
      if (this.#buffered > this.#maxBuffered() * MAX_KEPT_SHARE) this.#writeSlabs(true);
    } catch (error) {
      throw writeError(this.#options.folder.path, error);
    }
  }

  #writeMetadata(): void {
    const { catalog } = this.#options;
    const table = new MetadataTable(catalog);
    const records = [...this.#families].map(([name, metadata]) => ({ name, metadata }));
    catalog.transaction(() => table.put(records, MAX_FAMILIES));
  }

  #writeSlabs(isLast: boolean): void {
    let slabs: SealedSlab[] = [];
    let samples = 0;
    for (const buffers of this.#groups.groups) {
      this.#takeOutRepeated(buffers);
      for (const slab of cutSlabs(buffers, isLast)) {
        slabs.push(slab);
        samples += slab.values.length;
      }
      if (samples < MAX_COMMIT_SAMPLES) continue;
      this.#commitNew(slabs, samples);
      slabs = [];
      samples = 0;
    }
    this.#commitNew(slabs, samples);
  }

  #takeOutRepeated(buffers: readonly SeriesBuffer[]): void {
    const { duplicates, conflicts } = takeOutRepeated(buffers, {
      index: this.#index,
      open: (block) => {
        const bytes = this.#files.data(block.dayMs, block.id);
        return bytes && Block.open(bytes);
      },
    });
    this.#counts.duplicates += duplicates;
    this.#counts.conflicts += conflicts;
    this.#buffered -= duplicates + conflicts;
  }

  #commitNew(slabs: readonly SealedSlab[], samples: number): void {
    this.#commit(slabs);
    this.#counts.stored += samples;
    this.#buffered -= samples;
    this.#blocks += slabs.length;
    for (const { timestamps } of slabs) {
      this.#firstMs = Math.min(this.#firstMs, timestamps[0]);
      this.#lastMs = Math.max(this.#lastMs, timestamps[timestamps.length - 1]);
    }
  }

  #commit(slabs: readonly SealedSlab[]): void {
    for (const [dayMs, ofDay] of Map.groupBy(slabs, (slab) => slab.dayMs)) {
      for (const [i, { entry }] of this.#writer.commit(dayMs, ofDay).entries()) {
        this.#index.add(dayMs, entry, ofDay[i].seriesIds);
      }
    }
  }
}
