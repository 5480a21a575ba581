import { bitsOf, isStaleAt } from '@telltale/model';
import type { HistogramColumn, SelectRequest } from '@telltale/model';
import type { Block } from '../blocks/block.ts';
import type { ColumnMemory } from './column-memory.ts';
import { concatenated, joinPieces } from './join-pieces.ts';
import { mergePieces } from './merge-pieces.ts';
import type { HeadSlice } from './read-plan.ts';
import type { Piece } from './run.ts';
import { SampleColumnBuilder } from './sample-column-builder.ts';
import { SharedTimes } from './shared-times.ts';
import { SCATTERED } from './span-list.ts';
import type { SpanList } from './span-list.ts';

/** A block that spans are taken from. */
export interface Source {
  readonly dayMs: number;
  readonly id: number;
  readonly block: Block;
  /** How many of its columns are wanted. */
  readonly wanted: number;
}

export interface PieceJoinerOptions {
  readonly sources: readonly Source[];
  readonly spans: SpanList;
  readonly head: readonly HeadSlice[];
  readonly needs: SelectRequest['needs'];
  /** Where the values go. */
  readonly memory: ColumnMemory;
}

/** What a series is joined from, and the times that came of it. */
interface Timeline {
  readonly spans: readonly number[];
  readonly slices: readonly HeadSlice[];
  readonly timestamps: Float64Array;
  /** Zeros, as many as timestamps: shared by the series whose values nobody needs. */
  readonly nothing: Float64Array;
  /** Whether the parts overlap or are out of order, so that the values have to be merged too. */
  readonly needsMerge: boolean;
}

/** Joins the spans and head slices of each slot to one piece. */
export class PieceJoiner {
  readonly #sources: readonly Source[];
  readonly #spans: SpanList;
  readonly #needs: SelectRequest['needs'];
  readonly #memory: ColumnMemory;
  readonly #head: readonly HeadSlice[];
  readonly #times = new SharedTimes();
  /** The last timeline that began with a block or head slice: most series of a roster have the same. */
  readonly #timelines = new Map<Source | Float64Array, Timeline>();
  #nextSlice = 0;
  /** Of the slot that is joined; used again for each. */
  readonly #slotSpans: number[] = [];
  readonly #slotSlices: HeadSlice[] = [];

  constructor({ sources, spans, head, needs, memory }: PieceJoinerOptions) {
    this.#sources = sources;
    this.#spans = spans;
    this.#head = head;
    this.#needs = needs;
    this.#memory = memory;
  }

  /** Call it for one slot after the other. */
  join(slot: number): Piece | undefined {
    const spans = this.#slotSpans;
    const slices = this.#slotSlices;
    this.#spans.ofSlot(slot, spans);
    slices.length = 0;
    while (this.#head[this.#nextSlice]?.slot === slot) slices.push(this.#head[this.#nextSlice++]);
    if (spans.length + slices.length === 0) return undefined;
    const timeline = this.#timelineOf(spans, slices);
    return timeline.needsMerge ? this.#merge(spans, slices) : this.#concat(timeline, spans, slices);
  }

  #timelineOf(spans: readonly number[], slices: readonly HeadSlice[]): Timeline {
    const start = spans.length > 0 ? this.#sources[this.#spans.source[spans[0]]] : slices[0].timestamps;
    const known = this.#timelines.get(start);
    if (known !== undefined && this.#isParallel(known, spans, slices)) return known;
    const parts = [
      ...spans.map((span) => this.#timesOf(span)),
      ...slices.map(({ timestamps }) => timestamps),
    ];
    const needsMerge = !areAscending(parts);
    const timestamps = needsMerge ? new Float64Array() : this.#times.share(concatenated(parts));
    const nothing = new Float64Array(this.#needs === 'times' ? timestamps.length : 0);
    const timeline = { spans: [...spans], slices: [...slices], timestamps, nothing, needsMerge };
    this.#timelines.set(start, timeline);
    return timeline;
  }

  #isParallel(timeline: Timeline, spans: readonly number[], slices: readonly HeadSlice[]): boolean {
    if (timeline.spans.length !== spans.length || timeline.slices.length !== slices.length) return false;
    for (let i = 0; i < spans.length; i++) {
      if (!this.#spans.areParallel(spans[i], timeline.spans[i])) return false;
    }
    for (let i = 0; i < slices.length; i++) {
      if (slices[i].timestamps !== timeline.slices[i].timestamps) return false;
    }
    return true;
  }

  #concat({ timestamps, nothing }: Timeline, spans: readonly number[], slices: readonly HeadSlice[]): Piece {
    if (this.#needs === 'times' && this.#arePlain(spans, slices)) return { timestamps, values: nothing };
    // A series that is in one slab only: its samples are in one piece already, and stay as they are.
    if (spans.length === 0 && slices.length === 1) return pieceOf(slices[0], timestamps);
    const out = new SampleColumnBuilder(this.#memory.take(timestamps.length));
    for (const span of spans) {
      out.add(this.#spans.count[span], this.#copy(span, out.values, out.at));
    }
    for (const { values, histograms } of slices) {
      out.values.set(values, out.at);
      out.add(values.length, histograms);
    }
    return pieceOf({ values: out.values, histograms: out.finish() }, timestamps);
  }

  #merge(spans: readonly number[], slices: readonly HeadSlice[]): Piece {
    const stored = spans
      .map((span) => ({ source: this.#sources[this.#spans.source[span]], piece: this.#pieceOf(span) }))
      .sort((a, b) => a.source.dayMs - b.source.dayMs || a.source.id - b.source.id)
      .map(({ piece }) => piece);
    const { timestamps, values, histograms } = joinPieces(mergePieces([...stored, ...slices]));
    return { timestamps: this.#times.share(timestamps), values, ...(histograms && { histograms }) };
  }

  #pieceOf(span: number): Piece {
    const values = new Float64Array(this.#spans.count[span]);
    const histograms = this.#copy(span, values, 0);
    return { timestamps: this.#timesOf(span), values, ...(histograms && { histograms }) };
  }

  #copy(span: number, out: Float64Array, at: number): HistogramColumn | undefined {
    const { source, column, first, count } = this.#spans;
    const { block } = this.#sources[source[span]];
    return block.copySamples(column[span], first[span], count[span], out, at);
  }

  #arePlain(spans: readonly number[], slices: readonly HeadSlice[]): boolean {
    const { source, column } = this.#spans;
    for (const span of spans) {
      if (!this.#sources[source[span]].block.isPlain(column[span])) return false;
    }
    return slices.every(({ values, histograms }) => histograms === undefined && !holdsStaleness(values));
  }

  #timesOf(span: number): Float64Array {
    const { source, column, first, count, row } = this.#spans;
    const { block } = this.#sources[source[span]];
    if (row[span] !== SCATTERED) return block.timestamps.subarray(row[span], row[span] + count[span]);
    const rows = block.presence(column[span]).rows?.subarray(first[span], first[span] + count[span]) ?? [];
    return Float64Array.from(rows, (of) => block.timestamps[of]);
  }
}

function pieceOf(
  {
    values,
    histograms,
  }: { readonly values: Float64Array; readonly histograms?: HistogramColumn | undefined },
  timestamps: Float64Array,
): Piece {
  return histograms === undefined ? { timestamps, values } : { timestamps, values, histograms };
}

/** Whether every part begins after the one before it ends. */
function areAscending(parts: readonly Float64Array[]): boolean {
  for (let i = 1; i < parts.length; i++) {
    const before = parts[i - 1];
    if (parts[i][0] <= before[before.length - 1]) return false;
  }
  return true;
}

function holdsStaleness(values: Float64Array): boolean {
  const bits = bitsOf(values);
  for (let i = 0; i < values.length; i++) if (isStaleAt(bits, i)) return true;
  return false;
}
