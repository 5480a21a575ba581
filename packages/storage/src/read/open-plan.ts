import type { SelectRequest } from '@telltale/model';
import type { ColumnMemory } from './column-memory.ts';
import { PieceJoiner } from './piece-joiner.ts';
import type { Source } from './piece-joiner.ts';
import type { HeadSlice } from './read-plan.ts';
import type { Piece } from './run.ts';
import type { SpanList } from './span-list.ts';

export interface OpenPlanOptions {
  /** How many series the plan has. */
  readonly slots: number;
  readonly sources: readonly Source[];
  readonly spans: SpanList;
  readonly head: readonly HeadSlice[];
  readonly needs: SelectRequest['needs'];
}

/** A series that has samples in the range. */
export interface SlotPiece {
  readonly slot: number;
  readonly piece: Piece;
}

/** A plan whose blocks are open, so that nothing of it can go any more: it is read as often as is wanted. */
export class OpenPlan {
  readonly #options: OpenPlanOptions;
  /** How many series have samples in the range. */
  readonly size: number;
  /** How many samples are read for them; those that were stored twice count twice. */
  readonly samples: number;
  /** About how much memory the columns of the blocks and the samples of the head take. */
  readonly heldBytes: number;

  constructor(options: OpenPlanOptions) {
    const { slots, sources, spans, head } = options;
    this.#options = options;
    const isInHead = new Set(head.map(({ slot }) => slot));
    let size = isInHead.size;
    for (let slot = 0; slot < slots; slot++) if (spans.hasAny(slot) && !isInHead.has(slot)) size++;
    this.size = size;
    const headSamples = samplesOf(head);
    this.samples = spans.samples + headSamples;
    this.heldBytes = headSamples * 8 + sources.reduce((sum, source) => sum + bytesOfPart(source), 0);
  }

  /** The series one by one, each joined only when it is asked for. */
  *pieces(memory: ColumnMemory): Generator<SlotPiece, void> {
    const { slots, ...parts } = this.#options;
    const joiner = new PieceJoiner({ ...parts, memory });
    for (let slot = 0; slot < slots; slot++) {
      const piece = joiner.join(slot);
      if (piece !== undefined) yield { slot, piece };
    }
  }
}

/** Blocks are shared with other reads: each counts the part that it needs. */
function bytesOfPart({ block, wanted }: Source): number {
  return (block.encodedBytes * wanted) / block.columnCount;
}

/** How many samples slices of the head have together. */
export function samplesOf(slices: readonly HeadSlice[]): number {
  return slices.reduce((sum, { values }) => sum + values.length, 0);
}
