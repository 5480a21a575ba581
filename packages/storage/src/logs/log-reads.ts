import type { LogCount, LogFilter, LogSelection } from '@telltale/model';
import { Turn } from '../turns/turn.ts';
import type { LogBlockIndex } from './log-block-index.ts';
import type { KeptRecord } from './record/kept-record.ts';
import { unpackRecord, unpackSource } from './record/packed-records.ts';
import type { PackedRecord, PackedSource } from './record/packed-records.ts';
import { firstUsFrom } from './record/record-key.ts';
import type { RecordKey } from './record/record-key.ts';
import { packBlockRefs } from './search/log-block-ref.ts';
import { comparisonOf, mergeInOrder } from './search/page-collector.ts';
import { StepCounts } from './search/step-counts.ts';
import type { LogTail } from './tail/log-tail.ts';
import { scanTail } from './tail/scan-tail.ts';
import type { LogReaderThread } from './thread/log-reader-thread.ts';
import type { LogPageAnswer } from './thread/reader-messages.ts';

/** Where records are: in the tail or in a block. They move from one to the other in one step. */
export interface LogPlaces {
  readonly tail: LogTail;
  readonly blocks: LogBlockIndex;
  readonly reader: LogReaderThread;
}

/** A search by places in the order of all records. */
export interface KeySearch extends LogSelection {
  /** At least 1. */
  readonly limit: number;
  readonly order: 'newest' | 'oldest';
  readonly after: RecordKey | undefined;
}

export interface KeptPage {
  readonly records: readonly KeptRecord[];
  readonly hasMore: boolean;
}

interface UsRange {
  readonly startUs: number;
  /** Not part of it. */
  readonly endUs: number;
  readonly filter: LogFilter | undefined;
}

const NO_PAGE: LogPageAnswer = { kind: 'page', sources: '[]', chunks: [], isCut: false };

/** Answers from tail and blocks together, as they are when the question comes. */
export class LogReads {
  readonly #places: LogPlaces;
  readonly #underWay = new Set<Promise<unknown>>();

  constructor(places: LogPlaces) {
    this.#places = places;
  }

  /** @throws TelltaleError TT_SEARCH_SYNTAX for a pattern that is none, or the reason of the signal. */
  search(search: KeySearch, signal: AbortSignal | undefined): Promise<KeptPage> {
    return this.#watch(this.#search(search, signal));
  }

  /** @throws as {@link search}, and TelltaleError TT_QUERY_RANGE for a wrong step. */
  counts(selection: LogSelection, stepMs: number, signal: AbortSignal | undefined): Promise<LogCount[]> {
    return this.#watch(this.#counts(selection, stepMs, signal));
  }

  /** Resolves when all that is being read now has been. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#underWay);
  }

  async #watch<Answer>(answer: Promise<Answer>): Promise<Answer> {
    this.#underWay.add(answer);
    try {
      return await answer;
    } finally {
      this.#underWay.delete(answer);
    }
  }

  async #search(search: KeySearch, signal: AbortSignal | undefined): Promise<KeptPage> {
    signal?.throwIfAborted();
    const compare = comparisonOf(search.order);
    const range = searchedRange(search);
    const { after } = search;
    const ofTail: KeptRecord[] = [];
    const keep = (record: KeptRecord): void => {
      if (after === undefined || compare(record, after) > 0) ofTail.push(record);
    };
    // Both look at their places before anything else can run.
    const [page] = await Promise.all([
      this.#searchBlocks(range, search, signal),
      scanTail(this.#places.tail.snapshot(range.startUs, range.endUs), range, keep, signal),
    ]);
    const ofBlocks = await unpackPage(page, signal);
    let merged = mergeInOrder(ofBlocks, ofTail.sort(compare), compare);
    // What comes behind a page that ends because of its size is not known.
    if (page.isCut) merged = merged.slice(0, merged.indexOf(ofBlocks[ofBlocks.length - 1]) + 1);
    return {
      records: merged.slice(0, search.limit),
      hasMore: page.isCut || merged.length > search.limit,
    };
  }

  async #searchBlocks(
    { startUs, endUs, filter }: UsRange,
    { order, after, limit }: KeySearch,
    signal: AbortSignal | undefined,
  ): Promise<LogPageAnswer> {
    const blocks = this.#places.blocks.within(startUs, endUs);
    if (blocks.length === 0) return NO_PAGE;
    // One more tells whether there are more.
    const search = { startUs, endUs, order, after, limit: limit + 1 };
    return this.#places.reader.search(packBlockRefs(blocks), filter, search, signal);
  }

  async #counts(
    selection: LogSelection,
    stepMs: number,
    signal: AbortSignal | undefined,
  ): Promise<LogCount[]> {
    signal?.throwIfAborted();
    const range = rangeOf(selection);
    const { startUs, endUs, filter } = range;
    const steps = new StepCounts(stepMs);
    const blocks = this.#places.blocks.within(startUs, endUs);
    const [ofBlocks] = await Promise.all([
      blocks.length === 0
        ? undefined
        : this.#places.reader.count(packBlockRefs(blocks), filter, { startUs, endUs, stepMs }, signal),
      scanTail(
        this.#places.tail.snapshot(startUs, endUs),
        range,
        ({ timeMs, severity }) => steps.add(timeMs, severity),
        signal,
      ),
    ]);
    if (ofBlocks !== undefined) steps.addPacked(ofBlocks);
    return steps.list();
  }
}

function rangeOf({ startMs, endMs, filter }: LogSelection): UsRange {
  return { startUs: firstUsFrom(startMs), endUs: firstUsFrom(endMs), filter };
}

/** What comes after a record begins with its time. */
function searchedRange(search: KeySearch): UsRange {
  const { startUs, endUs, filter } = rangeOf(search);
  const { after, order } = search;
  if (after === undefined) return { startUs, endUs, filter };
  return order === 'newest'
    ? { startUs, endUs: Math.min(endUs, after.timeUs + 1), filter }
    : { startUs: Math.max(startUs, after.timeUs), endUs, filter };
}

async function unpackPage(page: LogPageAnswer, signal: AbortSignal | undefined): Promise<KeptRecord[]> {
  const sources = (JSON.parse(page.sources) as PackedSource[]).map(unpackSource);
  const records: KeptRecord[] = [];
  const turn = new Turn();
  for (const chunk of page.chunks) {
    if (turn.isOver) await turn.end(signal);
    for (const record of JSON.parse(chunk) as PackedRecord[]) records.push(unpackRecord(record, sources));
  }
  return records;
}
