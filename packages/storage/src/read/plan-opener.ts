import type { SelectRequest } from '@telltale/model';
import type { Block } from '../blocks/block.ts';
import type { BlockCache } from '../blocks/block-cache.ts';
import { OpenPlan, samplesOf } from './open-plan.ts';
import type { Source } from './piece-joiner.ts';
import type { BlockRead, ReadPlan, RosterRead } from './read-plan.ts';
import { RunCutter } from './run.ts';
import { SCATTERED, SpanList } from './span-list.ts';
import { Turn } from '../turns/turn.ts';

/** Opens the blocks that plans name; their samples are decoded when they are read. */
export class PlanOpener {
  readonly #cache: BlockCache;

  constructor(cache: BlockCache) {
    this.#cache = cache;
  }

  /** Opens a plan, or returns `'gone'` when a block of it is not there any more: then another plan is needed. */
  async open(plan: ReadPlan, request: SelectRequest, signal?: AbortSignal): Promise<OpenPlan | 'gone'> {
    signal?.throwIfAborted();
    const spans = new SpanList(plan.ids.length);
    const sources = await this.#openBlocks(plan, request, spans, signal);
    if (sources === 'gone') return 'gone';
    const { head, ids } = plan;
    request.onSamples?.(samplesOf(head));
    return new OpenPlan({ slots: ids.length, sources, spans, head, needs: request.needs });
  }

  /** Opens all blocks of a plan; they stay open for this read, whatever the cache and the retention do. */
  async #openBlocks(
    plan: ReadPlan,
    request: SelectRequest,
    spans: SpanList,
    signal: AbortSignal | undefined,
  ): Promise<Source[] | 'gone'> {
    const turn = new Turn();
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
        sources.push({ ...location, block, wanted: roster.columns.length });
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
