import type { SelectRequest } from '@telltale/model';
import type { Block } from '../blocks/block.ts';
import type { BlockCache } from '../blocks/block-cache.ts';
import { PieceJoiner } from './piece-joiner.ts';
import type { Source } from './piece-joiner.ts';
import type { ReadPlan, RosterRead } from './read-plan.ts';
import type { Piece } from './run.ts';
import { RunCutter } from './run.ts';
import { SCATTERED, SpanList } from './span-list.ts';
import { Turn } from './turn.ts';

/** How many series are joined between two looks at the clock. */
const SERIES_PER_LOOK = 32;

/** Reads the samples that a plan names: blocks first, then everything is joined series by series. */
export class PlanReader {
  readonly #cache: BlockCache;

  constructor(cache: BlockCache) {
    this.#cache = cache;
  }

  /**
   * The samples of each slot, `undefined` for a slot without samples in the range; or `'gone'` when a
   * block of the plan is not there any more: then another plan is needed.
   */
  async read(
    plan: ReadPlan,
    request: SelectRequest,
    signal?: AbortSignal,
  ): Promise<readonly (Piece | undefined)[] | 'gone'> {
    signal?.throwIfAborted();
    const turn = new Turn();
    const cutter = new RunCutter(request.startMs, request.endMs);
    const spans = new SpanList(plan.ids.length);
    const sources: Source[] = [];
    for (const roster of plan.rosters) {
      for (const id of roster.blockIds) {
        const opened = this.#cache.open({ dayMs: roster.dayMs, id }, roster.columns.length);
        if (opened === 'gone') return 'gone';
        if (opened === 'damaged') continue;
        addSpans(opened.block, sources.length, roster, cutter, spans);
        sources.push({ dayMs: roster.dayMs, id, ...opened });
        if (turn.isOver) await turn.end(signal);
      }
    }
    const joiner = new PieceJoiner(sources, spans, plan.head, request.needs);
    const pieces: (Piece | undefined)[] = [];
    for (let slot = 0; slot < plan.ids.length; slot++) {
      pieces.push(joiner.join(slot));
      if (slot % SERIES_PER_LOOK === 0 && turn.isOver) await turn.end(signal);
    }
    for (const source of sources) if (source.keepsColumns) this.#cache.settle(source);
    return pieces;
  }
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
