import type { PackedRecord, PackedSource } from '../record/packed-records.ts';
import { BloomFilter } from './bloom-filter.ts';
import { SummaryBuilder } from './block-summary.ts';
import { encodeAttributes } from './encode-attributes.ts';
import { IdList, packIds, traceHash } from './encode-ids.ts';
import { encodeJson } from './json-column.ts';
import { encodeNumbers, encodeSequences, encodeTimes } from './number-columns.ts';
import { packColumns } from './packed-columns.ts';
import { SECTION } from './section.ts';
import { encodeTexts } from './text-column.ts';
import { trigramFilter } from './trigrams.ts';

/** Between messages: it ends a word, as the end of a text does, and so leaves their small letters what they are. */
const SEPARATOR = '\0';

/** A record that waits for its block, and its source; records of one program share that. */
export interface BlockRecord {
  readonly record: PackedRecord;
  readonly source: PackedSource;
}

/** A block as it is stored. */
export interface EncodedLogBlock {
  readonly startUs: number;
  readonly endUs: number;
  readonly records: number;
  /** The highest sequence number. */
  readonly lastSequence: number;
  /** By the numbers of `SECTION`. */
  readonly sections: readonly Uint8Array[];
}

/** Packs records of one day, at least one, ordered by time and then by sequence. */
export function encodeLogBlock(records: readonly BlockRecord[]): EncodedLogBlock {
  const timesUs = records.map(({ record }) => record[0]);
  const sequences = records.map(({ record }) => record[1]);
  const messages = records.map(({ record }) => record[5]);
  const traces = new IdList();
  const spans = new IdList();
  const summary = new SummaryBuilder();
  for (const { record, source } of records) {
    summary.add(record[0], source[0], record[3]);
    traces.add(record[6]);
    spans.add(record[7]);
  }
  const sections: Uint8Array[] = [];
  sections[SECTION.summary] = summary.pack();
  sections[SECTION.trigrams] = packColumns([[trigramFilter(messages.join(SEPARATOR).toLowerCase()).bytes]]);
  sections[SECTION.traces] = packColumns([[BloomFilter.of(traces.ids.map(traceHash)).bytes]]);
  sections[SECTION.rows] = packRows(records, timesUs, sequences);
  sections[SECTION.messages] = packColumns([encodeTexts(messages)]);
  sections[SECTION.attributes] = encodeAttributes(records.map(({ record }) => record[8]));
  sections[SECTION.ids] = packIds(traces, spans);
  return {
    startUs: timesUs[0],
    endUs: timesUs[timesUs.length - 1],
    records: records.length,
    lastSequence: sequences.reduce((last, sequence) => Math.max(last, sequence), 0),
    sections,
  };
}

/** Groups: times; severities, sources and their list; sequences, severities in words and their list. */
function packRows(
  records: readonly BlockRecord[],
  timesUs: readonly number[],
  sequences: readonly number[],
): Uint8Array {
  const words = new PlaceList<string | null>();
  const sources = new PlaceList<PackedSource>();
  for (const { record, source } of records) {
    words.add(record[4]);
    sources.add(source);
  }
  const severities = encodeNumbers(records.map(({ record }) => record[3]));
  return packColumns([
    [encodeTimes(timesUs)],
    [severities, encodeNumbers(sources.ofRecord), encodeJson(sources.items)],
    [encodeSequences(sequences), encodeNumbers(words.ofRecord), encodeJson(words.items)],
  ]);
}

/** The different things of the records, and of each record the place of its own. */
class PlaceList<Item> {
  readonly ofRecord: number[] = [];
  readonly #places = new Map<Item, number>();

  get items(): Item[] {
    return [...this.#places.keys()];
  }

  add(item: Item): void {
    let place = this.#places.get(item);
    if (place === undefined) this.#places.set(item, (place = this.#places.size));
    this.ofRecord.push(place);
  }
}
