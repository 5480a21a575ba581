import { TelltaleError } from '@telltale/model';
import type { LabelSet, SelectRequest, SeriesColumns, SeriesScan, SeriesSource } from '@telltale/model';
import type { BlockCache } from '../blocks/block-cache.ts';
import { sortInTurns } from '../turns/sort-in-turns.ts';
import { Turn } from '../turns/turn.ts';
import { OWN_MEMORY, ScratchMemory } from './column-memory.ts';
import type { ColumnMemory } from './column-memory.ts';
import type { OpenPlan } from './open-plan.ts';
import { PlanOpener } from './plan-opener.ts';
import type { FoundSeries, LabelledPlan } from './read-planner.ts';

/** How many series are looked at between two looks at the clock. */
const SERIES_PER_LOOK = 256;
/** The same where their samples are read. */
const COLUMNS_PER_LOOK = 32;
/** Blocks go once an hour at most: a read that meets it twice is under way for longer than it may. */
const MAX_PLANS = 4;

/** What a reader asks for where samples are. */
export interface Planner {
  plan(request: SelectRequest, signal?: AbortSignal): Promise<LabelledPlan>;
  find(request: SelectRequest, signal?: AbortSignal): Promise<FoundSeries[]>;
}

/** Where the samples of an answer are, ready to be read. */
interface Found {
  readonly plan: OpenPlan;
  /** One per slot. */
  readonly labels: readonly LabelSet[];
}

/** Answers selections from blocks and head together: what the planner names, read through a cache. */
export class SeriesReader implements SeriesSource {
  readonly #planner: Planner;
  readonly #opener: PlanOpener;

  constructor(planner: Planner, cache: BlockCache) {
    this.#planner = planner;
    this.#opener = new PlanOpener(cache);
  }

  /**
   * Reads the matching series. When the retention deletes blocks meanwhile, the answer is that of a
   * moment after it.
   *
   * @throws TelltaleError TT_QUERY_EXECUTION when blocks go again and again.
   */
  async select(request: SelectRequest, signal?: AbortSignal): Promise<SeriesColumns[]> {
    const found = await this.#open(request, signal);
    const turn = new Turn();
    const columns: SeriesColumns[] = [];
    for (const series of read(found, OWN_MEMORY)) {
      if (columns.push(series) % COLUMNS_PER_LOOK === 0 && turn.isOver) await turn.end(signal);
    }
    return columns;
  }

  /** The same, read series by series. Nothing that happens to the store meanwhile changes it. */
  async scan(request: SelectRequest, signal?: AbortSignal): Promise<SeriesScan> {
    const found = await this.#open(request, signal);
    const { size, samples, heldBytes } = found.plan;
    return { size, samples, heldBytes, [Symbol.iterator]: () => read(found, new ScratchMemory()) };
  }

  async #open(request: SelectRequest, signal: AbortSignal | undefined): Promise<Found> {
    for (let i = 0; i < MAX_PLANS; i++) {
      const { plan, labels } = await this.#planner.plan(request, signal);
      const opened = await this.#opener.open(plan, request, signal);
      if (opened !== 'gone') return { plan: opened, labels };
    }
    throw new TelltaleError(
      'TT_QUERY_EXECUTION',
      'Blocks of the time range were deleted while they were read.',
      {
        fix: 'Ask again; if it happens again, ask for a range within the retention.',
      },
    );
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

function* read({ plan, labels }: Found, memory: ColumnMemory): Generator<SeriesColumns, void> {
  for (const { slot, piece } of plan.pieces(memory)) {
    const { timestamps, values, histograms } = piece;
    const column = { labels: labels[slot], timestamps, values };
    yield histograms === undefined ? column : { ...column, histograms };
  }
}
