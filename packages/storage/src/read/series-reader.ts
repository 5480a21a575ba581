import { setImmediate as nextTurn } from 'node:timers/promises';
import type { LabelSet, SelectRequest, SeriesColumns, SeriesSource } from '@telltale/model';
import type { BlockCache } from '../blocks/block-cache.ts';
import type { BlockIndex, BlockRef, Roster } from '../blocks/block-index.ts';
import type { Head } from '../head/head.ts';
import type { SlabColumn } from '../head/slab.ts';
import type { LabelIndex } from '../index/label-index.ts';
import { RunCutter } from './run.ts';
import type { Piece, Run } from './run.ts';
import { Timelines } from './timelines.ts';

/** Decoding gives other work a turn this often. */
const MAX_TURN_MS = 8;

export interface SeriesReaderOptions {
  readonly labels: LabelIndex;
  readonly head: Head;
  readonly blocks: BlockIndex;
  readonly cache: BlockCache;
}

/** Wanted columns of one roster: column `columns[i]` belongs to the answer's series `slots[i]`. */
interface RosterPlan {
  readonly columns: number[];
  readonly slots: number[];
}

/** Answers selections from blocks and head together. */
export class SeriesReader implements SeriesSource {
  readonly #options: SeriesReaderOptions;

  constructor(options: SeriesReaderOptions) {
    this.#options = options;
  }

  async select(request: SelectRequest, signal?: AbortSignal): Promise<SeriesColumns[]> {
    signal?.throwIfAborted();
    const { labels } = this.#options;
    const ids = labels.matching(request.matchers);
    // Taken now: while this waits, series can come into the list of ids and leave the index.
    const found = ids.map((id) => labels.labelsOf(id));
    const cutter = new RunCutter(request.startMs, request.endMs);
    const pieces: Piece[][] = ids.map(() => []);
    const headPieces = ids.map((id) => this.#headPieces(id, cutter));
    await this.#readBlocks(this.#planBlocks(ids, request), cutter, pieces, signal);
    const timelines = new Timelines();
    const result: SeriesColumns[] = [];
    for (let slot = 0; slot < found.length; slot++) {
      const all = inOrder([...pieces[slot], ...headPieces[slot]]);
      if (all.length > 0) result.push({ labels: found[slot], ...timelines.join(all) });
    }
    return result;
  }

  async series(request: SelectRequest): Promise<LabelSet[]> {
    const { labels } = this.#options;
    const cutter = new RunCutter(request.startMs, request.endMs);
    return labels
      .matching(request.matchers)
      .filter((id) => this.#isInRange(id, request, cutter))
      .map((id) => labels.labelsOf(id));
  }

  async labelNames(request: SelectRequest): Promise<string[]> {
    const names = new Set<string>();
    for (const labels of await this.series(request)) for (const name of labels.names) names.add(name);
    return [...names].sort();
  }

  async labelValues(name: string, request: SelectRequest): Promise<string[]> {
    const values = new Set<string>();
    for (const labels of await this.series(request)) values.add(labels.get(name));
    values.delete('');
    return [...values].sort();
  }

  #headPieces(id: number, cutter: RunCutter): Piece[] {
    return this.#options.head.columnsOf(id).flatMap((column) => cutter.cut(runOf(column)) ?? []);
  }

  #planBlocks(ids: readonly number[], { startMs, endMs }: SelectRequest): Map<Roster, RosterPlan> {
    const plans = new Map<Roster, RosterPlan>();
    for (let slot = 0; slot < ids.length; slot++) {
      for (const { roster, column } of this.#options.blocks.placesOf(ids[slot])) {
        if (roster.endMs < startMs || roster.startMs > endMs) continue;
        let plan = plans.get(roster);
        if (plan === undefined) plans.set(roster, (plan = { columns: [], slots: [] }));
        plan.columns.push(column);
        plan.slots.push(slot);
      }
    }
    return plans;
  }

  async #readBlocks(
    plans: ReadonlyMap<Roster, RosterPlan>,
    cutter: RunCutter,
    pieces: readonly Piece[][],
    signal: AbortSignal | undefined,
  ): Promise<void> {
    // Blocks that are added while this waits come from slabs whose samples are in the answer already.
    const work = [...plans].flatMap(([roster, plan]) => roster.blocks.map((block) => ({ block, plan })));
    let turnStartedMs = performance.now();
    for (const { block, plan } of work) {
      this.#readBlock(block, plan, cutter, pieces);
      if (performance.now() - turnStartedMs < MAX_TURN_MS) continue;
      await nextTurn();
      signal?.throwIfAborted();
      turnStartedMs = performance.now();
    }
  }

  #readBlock(block: BlockRef, plan: RosterPlan, cutter: RunCutter, pieces: readonly Piece[][]): void {
    if (!cutter.overlaps(block)) return;
    this.#options.cache.read(block, (opened) => {
      for (let i = 0; i < plan.columns.length; i++) {
        const column = plan.columns[i];
        const piece = cutter.cut({
          axis: opened.timestamps,
          presence: opened.presence(column),
          values: opened.values(column),
        });
        if (piece !== undefined) pieces[plan.slots[i]].push(piece);
      }
    });
  }

  /** Whether a series has a sample in the range; decodes values nowhere. */
  #isInRange(id: number, { startMs, endMs }: SelectRequest, cutter: RunCutter): boolean {
    const { head, blocks, cache } = this.#options;
    if (head.columnsOf(id).some((column) => cutter.cut(runOf(column)) !== undefined)) return true;
    return blocks.placesOf(id).some(({ roster, column }) => {
      if (roster.endMs < startMs || roster.startMs > endMs) return false;
      return roster.blocks.some((block) => {
        if (!cutter.overlaps(block)) return false;
        // Every column of a block has a sample somewhere in it.
        if (block.startMs >= startMs && block.endMs <= endMs) return true;
        return cache.read(block, (opened) => cutter.touches(opened.timestamps, opened.presence(column)));
      });
    });
  }
}

function runOf(column: SlabColumn): Run {
  return { axis: column.slab.timestamps, presence: column, values: column.values };
}

/** Pieces come in order but for series that moved between groups or arrived late. */
function inOrder(pieces: Piece[]): Piece[] {
  for (let i = 1; i < pieces.length; i++) {
    if (pieces[i].timestamps[0] < pieces[i - 1].timestamps[0]) {
      return pieces.sort((a, b) => a.timestamps[0] - b.timestamps[0]);
    }
  }
  return pieces;
}
