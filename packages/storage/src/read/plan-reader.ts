import type { SelectRequest } from '@telltale/model';
import type { Block } from '../blocks/block.ts';
import type { BlockCache } from '../blocks/block-cache.ts';
import { ColumnArena } from './column-arena.ts';
import type { ChunkPool } from './column-arena.ts';
import { PieceJoiner } from './piece-joiner.ts';
import type { Source } from './piece-joiner.ts';
import type { BlockRead, ReadPlan, RosterRead } from './read-plan.ts';
import type { Piece } from './run.ts';
import { RunCutter } from './run.ts';
import { SCATTERED, SpanList } from './span-list.ts';
import { Turn } from '../turns/turn.ts';

/** How many series are joined between two looks at the clock. */
const SERIES_PER_LOOK = 32;

/** What was read for a plan. */
export interface ReadPieces {
  /** The samples of each slot, `undefined` for a slot without samples in the range. */
  readonly pieces: readonly (Piece | undefined)[];
  /** The memory that the values are in. */
  readonly arena: ColumnArena;
}

/** Reads the samples that a plan names: blocks first, then everything is joined series by series. */
export class PlanReader {
  readonly #cache: BlockCache;
  readonly #pool: ChunkPool;

  constructor(cache: BlockCache, pool: ChunkPool) {
    this.#cache = cache;
    this.#pool = pool;
  }

  /** Reads a plan, or returns `'gone'` when a block of it is not there any more: then another plan is needed. */
  async read(plan: ReadPlan, request: SelectRequest, signal?: AbortSignal): Promise<ReadPieces | 'gone'> {
    signal?.throwIfAborted();
    const turn = new Turn();
    const spans = new SpanList(plan.ids.length);
    const sources = await this.#openBlocks(plan, request, spans, turn, signal);
    if (sources === 'gone') return 'gone';
    let headSamples = 0;
    for (const { values } of plan.head) headSamples += values.length;
    request.onSamples?.(headSamples);
    const arena = new ColumnArena(this.#pool, spans.samples + headSamples);
    const joiner = new PieceJoiner({ sources, spans, head: plan.head, needs: request.needs, arena });
    const pieces: (Piece | undefined)[] = [];
    for (let slot = 0; slot < plan.ids.length; slot++) {
      pieces.push(joiner.join(slot));
      if (slot % SERIES_PER_LOOK === 0 && turn.isOver) await turn.end(signal);
    }
    return { pieces, arena };
  }

  /** Opens all blocks of a plan; they stay open for this read, whatever the cache and the retention do. */
  async #openBlocks(
    plan: ReadPlan,
    request: SelectRequest,
    spans: SpanList,
    turn: Turn,
    signal: AbortSignal | undefined,
  ): Promise<Source[] | 'gone'> {
    const cutter = new RunCutter(request.startMs, request.endMs);
    const sources: Source[] = [];
    for (const roster of plan.rosters) {
      for (const wanted of roster.blocks) {
        const location = { dayMs: roster.dayMs, id: wanted.id };
        const block = this.#cache.open(location, request.needs === 'times' ? [] : roster.columns);
        if (block === 'gone') return 'gone';
        if (block === 'damaged') continue;
        if (!isTheOne(block, wanted)) {
          this.#cache.dropDay(roster.dayMs);
          return 'gone';
        }
        const samplesBefore = spans.samples;
        addSpans(block, sources.length, roster, cutter, spans);
        sources.push({ ...location, block });
        // Told before anything is decoded: what is too much costs no more memory than the blocks.
        request.onSamples?.(spans.samples - samplesBefore);
        if (turn.isOver) await turn.end(signal);
      }
    }
    return sources;
  }
}

/** Whether a block is the one that was listed, not another one that got its number after it was deleted. */
function isTheOne({ timestamps }: Block, { startMs, endMs }: BlockRead): boolean {
  return timestamps[0] === startMs && timestamps[timestamps.length - 1] === endMs;
}

function addSpans(
  block: Block,
  source: number,
  { columns, slots }: RosterRead,
  cutter: RunCutter,
  spans: SpanList,
): void {
  for (let i = 0; i < columns.length; i++) {
    const column = columns[i];
    const presence = block.presence(column);
    const { from, to } = cutter.samplesInRange(block.timestamps, presence);
    if (from >= to) continue;
    const row = presence.rows === undefined ? presence.firstRow + from : SCATTERED;
    spans.add({ slot: slots[i], source, column, first: from, count: to - from, row });
  }
}
