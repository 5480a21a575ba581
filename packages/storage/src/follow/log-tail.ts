import type { LabelSet, SampleRow, SeriesId } from '@telltale/model';
import type { NumberedExemplar } from '../exemplars/exemplar-record.ts';
import { HISTOGRAM_ROW_FRAME, ROW_FRAME, SERIES_FRAME, readFrames } from '../wal/frame.ts';
import type { LogPosition } from '../wal/log-position.ts';
import { comparePositions } from '../wal/log-position.ts';
import { parseLabels, readHistogramRow, readRow, readSeries } from '../wal/record.ts';
import { LogFiles } from './log-files.ts';
import type { LogPiece, SampleLog } from './sample-log.ts';

/** Read at once; some 30,000 samples. */
const MAX_READ_BYTES = 256 * 1024;
/** Of a sample in the log, a little more than usual. */
const BYTES_PER_SAMPLE = 10;

export interface LogTailOptions {
  /** Of the files that are written to, and of those that are done with. */
  readonly folders: readonly string[];
  readonly labelsOf: (id: SeriesId) => LabelSet | undefined;
  readonly exemplars: {
    readonly lastNumber: number;
    after(number: number, limit: number): readonly NumberedExemplar[];
  };
  /** Files before this one are not read any more. */
  readonly onSent: (segment: number) => void;
}

/** Reads the log behind its writer. */
export class LogTail implements SampleLog {
  readonly #options: LogTailOptions;
  readonly #files: LogFiles;
  readonly #listeners = new Set<() => void>();
  /** Series of the log that the store does not know any more, or by another id. */
  readonly #forgotten = new Map<SeriesId, LabelSet>();
  #end: LogPosition;
  #sentBefore = 0;

  constructor(options: LogTailOptions) {
    this.#options = options;
    this.#files = new LogFiles(options.folders);
    // What earlier processes wrote; this one begins a new file.
    this.#end = { segment: (this.#files.numbers().at(-1) ?? 0) + 1, offset: 0 };
  }

  get end(): LogPosition {
    return this.#end;
  }

  get lastExemplarNumber(): number {
    return this.#options.exemplars.lastNumber;
  }

  /** The log is durable up to here. */
  moveEnd(end: LogPosition): void {
    if (comparePositions(end, this.#end) <= 0) return;
    this.#end = end;
    for (const listener of this.#listeners) listener();
  }

  onGrown(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  keepFrom({ segment }: LogPosition): void {
    if (segment <= this.#sentBefore) return;
    this.#sentBefore = segment;
    this.#options.onSent(segment);
  }

  bytesFrom({ segment, offset }: LogPosition): number {
    const { segment: last, offset: end } = this.#end;
    if (segment === last) return Math.max(0, end - offset);
    let bytes = end - offset;
    for (const number of this.#files.numbers()) {
      if (number >= segment && number < last) bytes += this.#files.bytesOf(number);
    }
    return Math.max(0, bytes);
  }

  labelsOf(id: SeriesId): LabelSet | undefined {
    return this.#options.labelsOf(id) ?? this.#forgotten.get(id);
  }

  exemplarsAfter(number: number, limit: number): readonly NumberedExemplar[] {
    return this.#options.exemplars.after(number, limit);
  }

  read(from: LogPosition, maxSamples: number): Promise<LogPiece> {
    return this.#read(from, this.#end, maxSamples);
  }

  readAgain(from: LogPosition, to: LogPosition): Promise<LogPiece> {
    return this.#read(from, to, Infinity);
  }

  async #read(from: LogPosition, to: LogPosition, maxSamples: number): Promise<LogPiece> {
    const rows: SampleRow[] = [];
    let [position, samples, lostFiles] = [from, 0, 0];
    while (samples < maxSamples && comparePositions(position, to) < 0) {
      const { segment, offset } = position;
      const bytes = await this.#files.read(segment, offset, {
        endOffset: segment === to.segment ? to.offset : Infinity,
        maxBytes: Math.min(MAX_READ_BYTES, (maxSamples - samples) * BYTES_PER_SAMPLE),
      });
      const whole = bytes === undefined ? 0 : this.#readRows(bytes, rows);
      if (whole > 0) {
        position = { segment, offset: offset + whole };
        samples = rows.reduce((sum, { ids }) => sum + ids.length, 0);
        continue;
      }
      // The end of a file: nothing is left of it, or nothing that can be read.
      if (bytes === undefined || bytes.length > 0) lostFiles++;
      position = this.#afterFile(segment, to);
    }
    return { rows, samples, next: position, lostFiles };
  }

  #readRows(bytes: Uint8Array, rows: SampleRow[]): number {
    return readFrames(bytes, (type, payload) => {
      if (type === SERIES_FRAME) {
        const { id, labelsJson } = readSeries(payload);
        if (this.#options.labelsOf(id) === undefined) this.#forgotten.set(id, parseLabels(labelsJson));
      } else if (type === ROW_FRAME) {
        rows.push(readRow(payload));
      } else if (type === HISTOGRAM_ROW_FRAME) {
        rows.push(readHistogramRow(payload));
      }
    });
  }

  #afterFile(segment: number, to: LogPosition): LogPosition {
    const next = this.#files.numbers().find((number) => number > segment) ?? to.segment;
    return segment >= to.segment ? to : { segment: Math.min(next, to.segment), offset: 0 };
  }
}
