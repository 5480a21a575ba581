import { summariseTrace } from '@telltale/model';
import type { TraceSearch, TraceSummary } from '@telltale/model';
import { Turn } from '../../turns/turn.ts';
import { ANY_OPERATION, compileTraitsTest, readEntries } from '../file/span-index.ts';
import type { TraceFile } from '../file/trace-file.ts';
import { PARTS_PER_PAGE } from '../file/trace-page.ts';
import type { PartEntry } from '../file/trace-page.ts';
import { MINUTE_MS, minuteOf } from '../minute.ts';
import { compileFragmentTest } from './span-test.ts';
import type { FragmentTest } from './span-test.ts';
import { TopTraces } from './top-traces.ts';
import { fragmentsOfTrace, inFile, inMemory, uniqueHeads } from './trace-contents.ts';
import type { TracePlaces } from './trace-contents.ts';

/** The first look is at a minute, each further one at twice as many, up to this. */
const MAX_MINUTES = 60;
/** After a look at so many entries the next one is at no more minutes. */
const MANY_ENTRIES = 20_000;

/** Of more, the rows of the index are not read one operation after another. */
const MAX_OPERATIONS = 256;

/** A part of a trace that may have a span that is wanted. */
interface Candidate {
  readonly file: TraceFile;
  readonly part: number;
  /** No trace of the part comes before it in the order of the search: a begin, or a duration. */
  readonly rank: number;
}

/**
 * Finds traces. In files it goes back from the end of the range by the index of spans, and reads what may match until
 * nothing that is left can be before what it has.
 *
 * @throws the reason of `signal`; TelltaleError TT_SEARCH_SYNTAX for a regular expression that is none.
 */
export async function searchTraces(
  search: TraceSearch,
  places: TracePlaces,
  signal: AbortSignal,
): Promise<TraceSummary[]> {
  const run = new SearchRun(search, places, signal);
  if (!(search.limit > 0)) return [];
  await run.lookIntoBuffer();
  await run.lookIntoFiles();
  return run.found;
}

class SearchRun {
  readonly #search: TraceSearch;
  readonly #places: TracePlaces;
  readonly #signal: AbortSignal;
  readonly #turn = new Turn();
  readonly #matches: FragmentTest;
  readonly #mayMatch: (traits: number) => boolean;
  readonly #top: TopTraces;
  /** Ids of the traces that were found. */
  readonly #known = new Set<string>();
  /** Of each file, the parts of traces that are longer than any part of them. */
  readonly #splitParts = new Map<TraceFile, ReadonlySet<number>>();

  constructor(search: TraceSearch, places: TracePlaces, signal: AbortSignal) {
    this.#search = search;
    this.#places = places;
    this.#signal = signal;
    this.#matches = compileFragmentTest(search);
    this.#mayMatch = compileTraitsTest(search.status, search.minDurationMs ?? 0);
    this.#top = new TopTraces(search);
  }

  get found(): TraceSummary[] {
    return this.#top.traces;
  }

  async lookIntoBuffer(): Promise<void> {
    // What is decided on meanwhile is looked at all the same.
    const waiting = [...this.#places.buffer.traces()];
    for (const { traceId, fragments } of waiting) {
      const isWanted = fragments.some(({ fragment, place }) =>
        this.#matches(inMemory(fragment, place.batch.resources)),
      );
      if (isWanted) this.#take(traceId);
      await this.#pause();
    }
  }

  async lookIntoFiles(): Promise<void> {
    if (this.#isBySlowness) await this.#findSplitParts();
    const first = minuteOf(this.#search.startMs);
    let minutes = 1;
    for (let last = this.#lastMinute(minuteOf(this.#search.endMs)); last >= first;) {
      const from = Math.max(first, last - minutes + 1);
      const entries = await this.#lookAt(from, last);
      if (!this.#isBySlowness && this.#isBeyond(from * MINUTE_MS)) break;
      last = this.#lastMinute(from - 1);
      if (entries < MANY_ENTRIES) minutes = Math.min(minutes * 2, MAX_MINUTES);
    }
  }

  get #isBySlowness(): boolean {
    return this.#search.order === 'slowest';
  }

  /** Looks at what began in some minutes; returns how much that was. */
  async #lookAt(from: number, to: number): Promise<number> {
    let entries = 0;
    const candidates: Candidate[] = [];
    for (const file of this.#places.files) {
      for (const operation of this.#operationsOf(file)) {
        const found = this.#candidatesOf(file, operation, from, to);
        for (const candidate of found) candidates.push(candidate);
        entries += found.length;
        await this.#pause();
      }
    }
    for (const { file, part, rank } of candidates.sort((a, b) => b.rank - a.rank)) {
      if (this.#isBeyond(rank)) break;
      const found = file.fragments(part);
      const [fragment] = found;
      if (fragment !== undefined && !this.#known.has(fragment.traceId)) {
        if (found.some((each) => this.#matches(inFile(each, file)))) this.#take(fragment.traceId);
      }
      await this.#pause();
    }
    return entries;
  }

  #candidatesOf(file: TraceFile, operation: number, from: number, to: number): Candidate[] {
    const directories = new Map<number, readonly PartEntry[]>();
    const candidates: Candidate[] = [];
    for (const { minute, firstPart, entries } of file.indexRows(operation, from, to)) {
      for (const { startMs, part, traits } of readEntries(firstPart, entries)) {
        if (!this.#mayMatch(traits)) continue;
        const rank = this.#isBySlowness
          ? this.#longestOf(file, part, directories)
          : minute * MINUTE_MS + startMs + 1;
        candidates.push({ file, part, rank });
      }
    }
    return candidates;
  }

  /** What a trace with this part takes at most. */
  #longestOf(file: TraceFile, part: number, directories: Map<number, readonly PartEntry[]>): number {
    if (this.#splitParts.get(file)?.has(part)) return Infinity;
    const page = Math.floor(part / PARTS_PER_PAGE);
    let directory = directories.get(page);
    if (directory === undefined) directories.set(page, (directory = file.directory(page)));
    return directory[part % PARTS_PER_PAGE]?.durationMs ?? 0;
  }

  /** Traces of several parts, and those that go on, take longer than each part. */
  async #findSplitParts(): Promise<void> {
    const { files, buffer } = this.#places;
    const split = files.map((file) => [file, new Set<number>()] as const);
    const waiting = [...buffer.traces()].map(({ traceId }) => traceId);
    for (const traceId of new Set([...waiting, ...files.flatMap((file) => file.splitTraces())])) {
      for (const [file, parts] of split) for (const part of file.partsOf(traceId)) parts.add(part);
      await this.#pause();
    }
    for (const [file, parts] of split) this.#splitParts.set(file, parts);
  }

  #operationsOf(file: TraceFile): number[] {
    const { service, operation } = this.#search;
    if (service === undefined && operation === undefined) return [ANY_OPERATION];
    const operations = file.names.operationsFor(service, operation);
    return operations.length > MAX_OPERATIONS ? [ANY_OPERATION] : operations;
  }

  /** The last minute up to one in which spans of any file began. */
  #lastMinute(upTo: number): number {
    return this.#places.files.reduce(
      (last, file) => Math.max(last, file.lastMinute(ANY_OPERATION, upTo)),
      -Infinity,
    );
  }

  /** Whether no trace is wanted that began before a moment, or takes less than a time. */
  #isBeyond(rank: number): boolean {
    const { last } = this.#top;
    return last !== undefined && (this.#isBySlowness ? last.durationMs : last.startMs) > rank;
  }

  #take(traceId: string): void {
    this.#known.add(traceId);
    const heads = uniqueHeads(fragmentsOfTrace(traceId, this.#places));
    // It may have been decided meanwhile not to keep it.
    if (heads.length > 0) this.#top.add(summariseTrace(heads));
  }

  async #pause(): Promise<void> {
    if (this.#turn.isOver) await this.#turn.end(this.#signal);
  }
}
