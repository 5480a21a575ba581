import { TelltaleError } from '@telltale/model';
import type { LabelSet, SelectRequest, SeriesColumns, SeriesSource } from '@telltale/model';
import type { BlockCache } from '../blocks/block-cache.ts';
import { sortInTurns } from '../turns/sort-in-turns.ts';
import { Turn } from '../turns/turn.ts';
import { ChunkPool } from './column-arena.ts';
import type { ColumnArena } from './column-arena.ts';
import { PlanReader } from './plan-reader.ts';
import type { FoundSeries, LabelledPlan } from './read-planner.ts';
import type { Piece } from './run.ts';

/** How many series are looked at between two looks at the clock. */
const SERIES_PER_LOOK = 256;
/** Unused memory kept for the next answers. */
const MAX_POOLED_BYTES = 32 * 1024 * 1024;
/** Blocks go once an hour at most: a read that meets it twice is under way for longer than it may. */
const MAX_PLANS = 4;

/** What a reader asks for where samples are. */
export interface Planner {
  plan(request: SelectRequest, signal?: AbortSignal): Promise<LabelledPlan>;
  find(request: SelectRequest, signal?: AbortSignal): Promise<FoundSeries[]>;
}

/** Answers selections from blocks and head together: what the planner names, read through a cache. */
export class SeriesReader implements SeriesSource {
  readonly #planner: Planner;
  readonly #plans: PlanReader;
  /** The memory of answers that are not released. Where nobody releases them they are plain garbage. */
  readonly #arenas = new WeakMap<readonly SeriesColumns[], ColumnArena>();

  constructor(planner: Planner, cache: BlockCache) {
    this.#planner = planner;
    this.#plans = new PlanReader(cache, new ChunkPool(MAX_POOLED_BYTES));
  }

  /**
   * Reads the matching series. When the retention deletes blocks meanwhile, the answer is that of a
   * moment after it.
   *
   * @throws TelltaleError TT_QUERY_EXECUTION when blocks go again and again.
   */
  async select(request: SelectRequest, signal?: AbortSignal): Promise<SeriesColumns[]> {
    for (let i = 0; i < MAX_PLANS; i++) {
      const { plan, labels } = await this.#planner.plan(request, signal);
      const read = await this.#plans.read(plan, request, signal);
      if (read === 'gone') continue;
      const columns = columnsOf(labels, read.pieces);
      this.#arenas.set(columns, read.arena);
      return columns;
    }
    throw new TelltaleError(
      'TT_QUERY_EXECUTION',
      'Blocks of the time range were deleted while they were read.',
      {
        fix: 'Ask again; if it happens again, ask for a range within the retention.',
      },
    );
  }

  release(columns: readonly SeriesColumns[]): void {
    this.#arenas.get(columns)?.release();
    this.#arenas.delete(columns);
  }

  async series(request: SelectRequest): Promise<LabelSet[]> {
    return (await this.#planner.find(request)).map(({ labels }) => labels);
  }

  async labelNames(request: SelectRequest): Promise<string[]> {
    return this.#textsOf(request, ({ names }, texts) => {
      for (const name of names) texts.add(name);
    });
  }

  async labelValues(name: string, request: SelectRequest): Promise<string[]> {
    return this.#textsOf(request, (labels, texts) => {
      const value = labels.get(name);
      if (value !== '') texts.add(value);
    });
  }

  async #textsOf(
    request: SelectRequest,
    collect: (labels: LabelSet, texts: Set<string>) => void,
  ): Promise<string[]> {
    const texts = new Set<string>();
    const turn = new Turn();
    for (const [i, { labels }] of (await this.#planner.find(request)).entries()) {
      collect(labels, texts);
      if (i % SERIES_PER_LOOK === 0 && turn.isOver) await turn.end();
    }
    return sortInTurns(texts, turn);
  }
}

function columnsOf(labels: readonly LabelSet[], pieces: readonly (Piece | undefined)[]): SeriesColumns[] {
  const columns: SeriesColumns[] = [];
  for (let slot = 0; slot < labels.length; slot++) {
    const piece = pieces[slot];
    if (piece !== undefined) columns.push({ labels: labels[slot], ...piece });
  }
  return columns;
}
