import type { LabelSet, SelectRequest } from '@telltale/model';
import type { BlockCache } from '../blocks/block-cache.ts';
import type { BlockIndex } from '../blocks/block-index.ts';
import type { Head } from '../head/head.ts';
import type { LabelIndex } from '../index/label-index.ts';
import { PlanDraft } from './plan-draft.ts';
import type { ReadPlan } from './read-plan.ts';
import { RunCutter } from './run.ts';
import { Turn } from '../turns/turn.ts';

/** How many series are planned between two looks at the clock. */
const SERIES_PER_LOOK = 64;

export interface ReadPlannerOptions {
  readonly labels: LabelIndex;
  readonly head: Head;
  readonly blocks: BlockIndex;
  /** For blocks that only partly lie in the range of a question for series. */
  readonly cache: BlockCache;
}

/** A plan and the labels of its series, taken in the same moment. */
export interface LabelledPlan {
  readonly plan: ReadPlan;
  /** One per slot. */
  readonly labels: readonly LabelSet[];
}

/** A series that was found. */
export interface FoundSeries {
  readonly id: number;
  readonly labels: LabelSet;
}

/** Finds where the samples of a request are. Long work is done in turns. */
export class ReadPlanner {
  readonly #options: ReadPlannerOptions;

  constructor(options: ReadPlannerOptions) {
    this.#options = options;
  }

  /** Where the samples of all matching series are. Series planned in one turn are seen at one moment. */
  async plan(request: SelectRequest, signal?: AbortSignal): Promise<LabelledPlan> {
    const { head, blocks } = this.#options;
    const draft = new PlanDraft(head, blocks, request);
    const labels: LabelSet[] = [];
    await this.#forEachMatching(
      request,
      signal,
      (series) => {
        if (draft.add(series.id)) labels.push(series.labels);
      },
      () => draft.pause(),
    );
    return { plan: draft.finish(), labels };
  }

  /** The matching series that have samples in the range. */
  async find(request: SelectRequest, signal?: AbortSignal): Promise<FoundSeries[]> {
    const cutter = new RunCutter(request.startMs, request.endMs);
    const found: FoundSeries[] = [];
    await this.#forEachMatching(request, signal, (series) => {
      if (this.#isInRange(series.id, request, cutter)) found.push(series);
    });
    return found;
  }

  async #forEachMatching(
    request: SelectRequest,
    signal: AbortSignal | undefined,
    visit: (series: FoundSeries) => void,
    onPause?: () => void,
  ): Promise<void> {
    signal?.throwIfAborted();
    const turn = new Turn();
    const { labels } = this.#options;
    const ids = await labels.matching(request.matchers, turn, signal);
    request.onSeries?.(ids.length);
    for (let i = 0; i < ids.length; i++) {
      // A series can be forgotten while others have their turn.
      const found = labels.find(ids[i]);
      if (found !== undefined) visit({ id: ids[i], labels: found });
      if (i % SERIES_PER_LOOK !== 0 || !turn.isOver) continue;
      onPause?.();
      await turn.end(signal);
    }
  }

  /** Whether a series has a sample in the range; decodes values nowhere. */
  #isInRange(id: number, { startMs, endMs }: SelectRequest, cutter: RunCutter): boolean {
    const { head, blocks } = this.#options;
    if (head.columnsOf(id).some(({ slab, presence }) => cutter.touches(slab.timestamps, presence)))
      return true;
    return blocks.placesOf(id).some(({ roster, column }) => {
      if (!cutter.overlaps(roster)) return false;
      return roster.blocks.some((block) => {
        if (!cutter.overlaps(block)) return false;
        // Every column of a block has a sample somewhere in it.
        if (block.startMs >= startMs && block.endMs <= endMs) return true;
        return this.#options.cache.read(block, (opened) =>
          cutter.touches(opened.timestamps, opened.presence(column)),
        );
      });
    });
  }
}
