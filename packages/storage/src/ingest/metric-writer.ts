import { TelltaleError } from '@telltale/model';
import type { AppendResult, LabelSet, MetricAppender, SampleRow, SeriesId } from '@telltale/model';
import { ByteWriter } from '../bytes/byte-writer.ts';
import type { SeriesRecord } from '../catalog/catalog.ts';
import type { Head } from '../head/head.ts';
import type { LabelIndex } from '../index/label-index.ts';
import { HISTOGRAM_ROW_FRAME, ROW_FRAME, SERIES_FRAME, writeFrame } from '../wal/frame.ts';
import { printLabels, writeHistogramRow, writeRow, writeSeries } from '../wal/record.ts';
import { storableRow } from './storable-row.ts';

/** A batch this large is sent at once; smaller ones when the event loop gets to it. */
const MAX_BATCH_BYTES = 1024 * 1024;
const FIRST_BATCH_BYTES = 64 * 1024;

/** Samples further ahead of the clock than this have a wrong time, and would keep right ones out. */
const MAX_AHEAD_MS = 10 * 60_000;

/** Characters of a label set in a message. */
const MAX_SHOWN_LABELS = 200;

/** Log frames of one turn of the event loop, on their way to the writer thread. */
export interface FrameBatch {
  readonly batch: number;
  readonly frames: Uint8Array<ArrayBuffer>;
  readonly newSeries: readonly SeriesRecord[];
}

export interface MetricWriterOptions {
  readonly labels: LabelIndex;
  readonly head: Head;
  readonly firstId: number;
  readonly firstBatch: number;
  /** New series are refused while there are so many. */
  readonly maxSeries: number;
  readonly nowMs: () => number;
  /** Older samples are not kept, and so not taken. */
  readonly oldestMs: () => number;
  readonly send: (batch: FrameBatch) => void;
}

/** What became of all samples since the start. */
export interface AppendCounts {
  accepted: number;
  duplicates: number;
  conflicting: number;
  tooOld: number;
  tooFarAhead: number;
  malformed: number;
}

/** Takes samples into the head and their log frames to the writer thread, a batch at a time. */
export class MetricWriter implements MetricAppender {
  readonly #options: MetricWriterOptions;
  readonly #frames = new ByteWriter(FIRST_BATCH_BYTES);
  #newSeries: SeriesRecord[] = [];
  #nextId: number;
  #batch: number;
  #willSend = false;
  #isClosed = false;
  readonly counts: AppendCounts = {
    accepted: 0,
    duplicates: 0,
    conflicting: 0,
    tooOld: 0,
    tooFarAhead: 0,
    malformed: 0,
  };
  appendedBytes = 0;

  constructor(options: MetricWriterOptions) {
    this.#options = options;
    this.#nextId = options.firstId;
    this.#batch = options.firstBatch;
  }

  /** The batch that the next frames belong to. */
  get batch(): number {
    return this.#batch;
  }

  /**
   * Interns a label set.
   *
   * @throws TelltaleError TT_SERIES_LIMIT for a new one when there are as many series as may be.
   */
  intern(labels: LabelSet): SeriesId {
    const known = this.#options.labels.idOf(labels);
    if (known !== undefined) return known;
    this.#checkOpen();
    this.#checkRoom(labels);
    const id = this.#nextId++;
    const labelsJson = printLabels(labels);
    this.#options.labels.add(id, labels);
    this.#options.head.addSeries(id);
    this.#newSeries.push({ id, labelsJson });
    writeFrame(this.#frames, SERIES_FRAME, (writer) => writeSeries(writer, id, labelsJson));
    this.#schedule();
    return id;
  }

  append(row: SampleRow): AppendResult {
    this.#checkOpen();
    this.#checkRow(row);
    const { timestampMs, ids } = row;
    const { counts } = this;
    if (!(timestampMs <= this.#options.nowMs() + MAX_AHEAD_MS)) {
      counts.tooFarAhead += ids.length;
      return { accepted: 0, outOfOrder: ids.length, duplicates: 0 };
    }
    if (!Number.isInteger(timestampMs) || timestampMs < Math.max(0, this.#options.oldestMs())) {
      counts.tooOld += ids.length;
      return { accepted: 0, outOfOrder: ids.length, duplicates: 0 };
    }
    const sound = storableRow(row);
    const malformed = ids.length - sound.ids.length;
    const { accepted, duplicates, conflicting, tooOld } = this.#options.head.append(sound, this.#batch);
    if (accepted.length > 0) {
      this.#writeRow(sound, accepted);
      this.#schedule();
    }
    counts.accepted += accepted.length;
    counts.duplicates += duplicates;
    counts.conflicting += conflicting;
    counts.tooOld += tooOld;
    counts.malformed += malformed;
    return { accepted: accepted.length, outOfOrder: conflicting + tooOld + malformed, duplicates };
  }

  /** Sends what has been collected. */
  sendNow(): void {
    if (this.#frames.length === 0) return;
    const frames = this.#frames.take();
    this.appendedBytes += frames.length;
    this.#options.send({ batch: this.#batch, frames, newSeries: this.#newSeries });
    this.#newSeries = [];
    this.#batch++;
  }

  close(): void {
    this.sendNow();
    this.#isClosed = true;
  }

  #writeRow(row: SampleRow, indices: Uint32Array): void {
    const { histograms } = row;
    if (histograms !== undefined && indices.some((index) => histograms[index] !== undefined)) {
      writeFrame(this.#frames, HISTOGRAM_ROW_FRAME, (writer) => writeHistogramRow(writer, row, indices));
    } else {
      writeFrame(this.#frames, ROW_FRAME, (writer) => writeRow(writer, row, indices));
    }
  }

  #schedule(): void {
    if (this.#frames.length >= MAX_BATCH_BYTES) {
      this.sendNow();
    } else if (!this.#willSend) {
      this.#willSend = true;
      setImmediate(() => {
        this.#willSend = false;
        this.sendNow();
      });
    }
  }

  #checkOpen(): void {
    if (this.#isClosed) throw new Error('The store is closed.');
  }

  #checkRoom(labels: LabelSet): void {
    const { labels: index, maxSeries } = this.#options;
    if (index.size < maxSeries) return;
    const widest = index.widestLabel();
    const hint =
      widest === undefined ? '' : `; the label ${shorten(widest.name)} has ${widest.values} different values`;
    throw new TelltaleError(
      'TT_SERIES_LIMIT',
      `The store has ${index.size} series, the most it may have, and does not take ${shorten(labels.toString())}${hint}.`,
    );
  }

  #checkRow({ ids, values, histograms }: SampleRow): void {
    if (ids.length !== values.length) {
      throw new RangeError(`A row has ${ids.length} series but ${values.length} values.`);
    }
    if (histograms !== undefined && histograms.length !== ids.length) {
      throw new RangeError(`A row has ${ids.length} series but ${histograms.length} histograms.`);
    }
    const { head } = this.#options;
    for (let i = 0; i < ids.length; i++) {
      if (!head.hasSeries(ids[i])) throw new RangeError(`Series ${ids[i]} was not interned in this store.`);
    }
  }
}

/** Labels come from outside: one of any length must not make a message of that length. */
function shorten(text: string): string {
  return text.length <= MAX_SHOWN_LABELS ? text : `${text.slice(0, MAX_SHOWN_LABELS)}…`;
}
