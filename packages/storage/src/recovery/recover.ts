import type { SampleRow } from '@telltale/model';
import type { BlockHistory } from '../blocks/block-history.ts';
import type { BlockIndex } from '../blocks/block-index.ts';
import { SeriesWriter, deleteSeriesRecords, readSeriesRecords } from '../catalog/catalog.ts';
import type { SeriesRecord } from '../catalog/catalog.ts';
import type { Head } from '../head/head.ts';
import type { LabelIndex } from '../index/label-index.ts';
import { partOfRow } from '../ingest/part-of-row.ts';
import type { StoreNotice } from '../notice.ts';
import type { SqlDriver } from '../sql/sql-driver.ts';
import { readLog } from '../wal/log-reader.ts';
import type { OldSegment } from '../wal/log-writer.ts';
import { listSegments } from '../wal/segment.ts';

export interface RecoveryOptions {
  readonly catalog: SqlDriver;
  readonly logFolder: string;
  readonly labels: LabelIndex;
  readonly head: Head;
  readonly blocks: BlockIndex;
  readonly history: BlockHistory;
  /** Older samples may be of series that were forgotten: nothing is lost with them. */
  readonly firstDayMs: number;
  readonly onNotice: (notice: StoreNotice) => void;
}

export interface Recovered {
  /** Not used by any series, nor by any sample in the log or in blocks. */
  readonly nextId: number;
  readonly nextBatch: number;
  readonly oldSegments: readonly OldSegment[];
}

/**
 * Brings back what the last process had: series from the catalog and the log, samples that are in
 * the log but not in blocks into the head. Running it again changes nothing.
 */
export function recover(options: RecoveryOptions): Recovered {
  const { catalog, head, labels, history } = options;
  const records = readSeriesRecords(catalog);
  const replay = new Replay(options, records);
  const oldSegments = listSegments(options.logFolder).map((segment, i) => ({ segment, batch: i + 1 }));
  const batchOf = new Map(oldSegments.map(({ segment, batch }) => [segment.number, batch]));
  readLog(
    oldSegments.map(({ segment }) => segment),
    {
      onSeries: (id, labelsJson) => replay.addLoggedSeries({ id, labelsJson }),
      onRow: (row, segment) => replay.addRow(row, batchOf.get(segment.number) ?? 0),
      onCut: (segment, keptBytes, lostBytes) =>
        options.onNotice({
          kind: 'log-cut',
          message: `${segment.path} was torn or damaged at byte ${keptBytes}; ${lostBytes} bytes after it are lost.`,
        }),
    },
  );
  history.forget();
  head.finishReplay(history);
  const live = replay.keepLiveSeries();
  for (const { id, labelsJson } of live) labels.addStored(id, labelsJson);
  replay.reportLoss();
  return { nextId: replay.lastId + 1, nextBatch: oldSegments.length + 1, oldSegments };
}

class Replay {
  readonly #options: RecoveryOptions;
  readonly #catalogued: ReadonlySet<number>;
  readonly #records = new Map<number, SeriesRecord>();
  /** Made for the first series that only the log has. */
  #idByLabels: Map<string, number> | undefined;
  /** Series that were forgotten and came again with another id, by the one they had. */
  readonly #idsNow = new Map<number, number>();
  #lostSamples = 0;
  lastId = 0;

  constructor(options: RecoveryOptions, records: readonly SeriesRecord[]) {
    this.#options = options;
    this.#catalogued = new Set(records.map(({ id }) => id));
    for (const record of records) this.addSeries(record);
    // A catalog that was put back from a copy does not know the newest series of the blocks.
    this.lastId = Math.max(this.lastId, options.blocks.highestSeriesId);
  }

  addSeries(record: SeriesRecord): void {
    if (this.#records.has(record.id)) return;
    this.#records.set(record.id, record);
    this.#options.head.addSeries(record.id);
    this.lastId = Math.max(this.lastId, record.id);
  }

  /** A series is written to the log before the catalog has it; or it is not in there any more. */
  addLoggedSeries(record: SeriesRecord): void {
    const { id, labelsJson } = record;
    if (this.#records.has(id)) return;
    this.lastId = Math.max(this.lastId, id);
    this.#idByLabels ??= new Map([...this.#records.values()].map((known) => [known.labelsJson, known.id]));
    const idNow = this.#idByLabels.get(labelsJson);
    if (idNow !== undefined) {
      this.#idsNow.set(id, idNow);
      return;
    }
    this.#idByLabels.set(labelsJson, id);
    this.addSeries(record);
  }

  addRow(logged: SampleRow, batch: number): void {
    const row = this.#idsNow.size === 0 ? logged : { ...logged, ids: this.#idsNowOf(logged.ids) };
    const { ids, timestampMs } = row;
    // Nearly always all samples of a row are wanted, or none.
    let count = 0;
    while (count < ids.length && this.#isWanted(ids[count], timestampMs)) count++;
    if (count === ids.length) {
      this.#options.head.append(row, batch);
      return;
    }
    const wanted = Array.from({ length: count }, (_, i) => i);
    for (let i = count + 1; i < ids.length; i++) if (this.#isWanted(ids[i], timestampMs)) wanted.push(i);
    if (wanted.length > 0) this.#options.head.append(partOfRow(row, wanted), batch);
  }

  /** Removes series without samples from the catalog, adds those that only the log knew. */
  keepLiveSeries(): SeriesRecord[] {
    const { catalog, head, blocks } = this.#options;
    const live: SeriesRecord[] = [];
    const dead: number[] = [];
    for (const record of this.#records.values()) {
      const hasSamples = head.hasColumns(record.id) || blocks.placesOf(record.id).length > 0;
      if (hasSamples) live.push(record);
      else dead.push(record.id);
    }
    live.sort((a, b) => a.id - b.id);
    new SeriesWriter(catalog).add(live.filter(({ id }) => !this.#catalogued.has(id)));
    deleteSeriesRecords(catalog, dead);
    for (const id of dead) head.removeSeries(id);
    return live;
  }

  reportLoss(): void {
    if (this.#lostSamples === 0) return;
    this.#options.onNotice({
      kind: 'series-lost',
      message: `${this.#lostSamples} samples of the log were left out: the labels of their series are lost.`,
    });
  }

  #idsNowOf(ids: readonly number[]): number[] {
    return ids.map((id) => this.#idsNow.get(id) ?? id);
  }

  #isWanted(id: number, timestampMs: number): boolean {
    const { head, history, firstDayMs } = this.#options;
    // An id that is in the log is never given again, even where its samples are not wanted.
    this.lastId = Math.max(this.lastId, id);
    if (!head.hasSeries(id)) {
      if (timestampMs >= firstDayMs) this.#lostSamples++;
      return false;
    }
    if (!history.covers(id, timestampMs)) return true;
    head.endRun(id);
    return false;
  }
}
