import type { CompileRegexp, LogFilter } from '@telltale/model';
import { readSummary } from '../block/block-summary.ts';
import type { SummaryEntry } from '../block/block-summary.ts';
import { LogBlock, UnreadableBlock } from '../block/log-block.ts';
import type { ReadSection } from '../block/log-block.ts';
import { SECTION } from '../block/section.ts';
import type { Section } from '../block/section.ts';
import { Turn } from '../../turns/turn.ts';
import { VERDICT, compileBlockJudge } from './block-judge.ts';
import type { BlockJudge, Verdict } from './block-judge.ts';
import { BlockSketch } from './block-sketch.ts';
import type { LogBlockRef } from './log-block-ref.ts';
import { compileRowFilter } from './row-filter.ts';
import type { RowFilter } from './row-filter.ts';

export interface BlockScanOptions {
  readonly filter: LogFilter | undefined;
  readonly compileRegexp: CompileRegexp;
  readonly read: (dayMs: number, blockId: number, section: Section) => Uint8Array | undefined;
  readonly onDamaged: (block: LogBlockRef) => void;
  readonly signal: AbortSignal;
}

/** What is known of a block without opening it. */
export interface JudgedBlock {
  readonly summary: readonly SummaryEntry[];
  /** Of each entry of the summary. */
  readonly verdicts: readonly Verdict[];
}

/** Goes through blocks with a filter; other work of the thread gets its turns. */
export class BlockScan {
  readonly #options: BlockScanOptions;
  readonly #judge: BlockJudge;
  readonly #keep: RowFilter;
  readonly #turn = new Turn();

  /** @throws TelltaleError TT_SEARCH_SYNTAX for a pattern that is none. */
  constructor(options: BlockScanOptions) {
    const { filter, compileRegexp } = options;
    this.#options = options;
    this.#judge = filter === undefined ? () => VERDICT.all : compileBlockJudge(filter, compileRegexp);
    this.#keep = filter === undefined ? () => {} : compileRowFilter(filter, compileRegexp);
  }

  /**
   * Calls `visit` for each block that may have wanted records until it returns `false`. Blocks that are gone or
   * damaged are left out; what `visit` throws of them is caught.
   *
   * @throws the reason of the signal.
   */
  async each(
    blocks: readonly LogBlockRef[],
    visit: (ref: LogBlockRef, judged: JudgedBlock) => boolean | void,
  ): Promise<void> {
    const { signal, onDamaged } = this.#options;
    signal.throwIfAborted();
    for (const ref of blocks) {
      try {
        const judged = this.#judged(ref);
        if (judged !== undefined && visit(ref, judged) === false) return;
      } catch (error) {
        if (!(error instanceof UnreadableBlock)) throw error;
        if (!error.isGone) onDamaged(ref);
      }
      if (this.#turn.isOver) await this.#turn.end(signal);
    }
  }

  open(ref: LogBlockRef): LogBlock {
    return new LogBlock(ref.records, this.#reader(ref));
  }

  /** Takes the rows that are not wanted out of `rows`. */
  keep(block: LogBlock, rows: Uint8Array): void {
    this.#keep(block, rows);
  }

  #judged(ref: LogBlockRef): JudgedBlock | undefined {
    const read = this.#reader(ref);
    const packed = read(SECTION.summary);
    const summary = packed && readSummary(packed);
    if (summary === undefined) throw new UnreadableBlock(packed === undefined);
    const sketch = new BlockSketch(read);
    const verdicts = summary.map(({ service, severity }) => this.#judge(service, severity, sketch));
    return verdicts.every((verdict) => verdict === VERDICT.none) ? undefined : { summary, verdicts };
  }

  #reader({ dayMs, id }: LogBlockRef): ReadSection {
    return (section) => this.#options.read(dayMs, id, section);
  }
}
