import type { SelectRequest } from '@telltale/model';
import type { BlockIndex, Roster } from '../blocks/block-index.ts';
import type { Head } from '../head/head.ts';
import type { BlockRead, HeadSlice, ReadPlan } from './read-plan.ts';
import { RunCutter } from './run.ts';

/** Wanted columns of one roster. */
interface RosterDraft {
  readonly dayMs: number;
  readonly blocks: readonly BlockRead[];
  readonly columns: number[];
  readonly slots: number[];
}

/** A plan that grows series by series. */
export class PlanDraft {
  readonly #head: Head;
  readonly #blocks: BlockIndex;
  readonly #cutter: RunCutter;
  readonly #ids: number[] = [];
  readonly #slices: HeadSlice[] = [];
  readonly #rosters: RosterDraft[] = [];
  readonly #draftOf = new Map<Roster, RosterDraft>();

  constructor(head: Head, blocks: BlockIndex, { startMs, endMs }: SelectRequest) {
    this.#head = head;
    this.#blocks = blocks;
    this.#cutter = new RunCutter(startMs, endMs);
  }

  /** Adds a series; returns whether any of its samples can be in the range. */
  add(id: number): boolean {
    const slot = this.#ids.length;
    let isWanted = this.#addHead(id, slot);
    for (const { roster, column } of this.#blocks.placesOf(id)) {
      if (!this.#cutter.overlaps(roster)) continue;
      const draft = this.#rosterOf(roster);
      if (draft.blocks.length === 0) continue;
      draft.columns.push(column);
      draft.slots.push(slot);
      isWanted = true;
    }
    if (isWanted) this.#ids.push(id);
    return isWanted;
  }

  /**
   * Call it before other work gets a turn: a block that is added in between holds samples that were
   * in the head, and so in the slices, for the series before the pause only.
   */
  pause(): void {
    this.#draftOf.clear();
  }

  finish(): ReadPlan {
    return {
      ids: Uint32Array.from(this.#ids),
      rosters: this.#rosters
        .filter(({ slots }) => slots.length > 0)
        .map(({ dayMs, blocks, columns, slots }) => ({
          dayMs,
          blocks,
          columns: Uint16Array.from(columns),
          slots: Uint32Array.from(slots),
        })),
      head: this.#slices,
    };
  }

  #addHead(id: number, slot: number): boolean {
    const before = this.#slices.length;
    for (const column of this.#head.columnsOf(id)) {
      const piece = this.#cutter.cut(column);
      if (piece !== undefined) this.#slices.push({ slot, ...piece });
    }
    return this.#slices.length > before;
  }

  #rosterOf(roster: Roster): RosterDraft {
    let draft = this.#draftOf.get(roster);
    if (draft === undefined) {
      const blocks = roster.blocks
        .filter((block) => this.#cutter.overlaps(block))
        .map(({ id, startMs, endMs }) => ({ id, startMs, endMs }));
      draft = { dayMs: roster.dayMs, blocks, columns: [], slots: [] };
      this.#draftOf.set(roster, draft);
      this.#rosters.push(draft);
    }
    return draft;
  }
}
