import type { BlockEntry } from './day-file.ts';

/** A block on disk, as the index knows it. */
export interface BlockRef extends BlockEntry {
  readonly dayMs: number;
}

/** Blocks with the same series in the same order: the successive slabs of one group. */
export interface Roster {
  readonly dayMs: number;
  readonly seriesIds: Uint32Array;
  readonly blocks: BlockRef[];
  startMs: number;
  endMs: number;
}

/** Where a series is found in the blocks of a roster. */
export interface RosterPlace {
  readonly roster: Roster;
  readonly column: number;
}

/**
 * Which blocks hold which series, for all day files, in memory. A block is listed from the moment
 * on that the head lets its slab go, so that no sample is ever seen twice or not at all.
 */
export class BlockIndex {
  readonly #days = new Map<number, Map<number, Roster>>();
  readonly #places: (readonly RosterPlace[] | undefined)[] = [];
  #blockCount = 0;
  #sampleCount = 0;

  /** Samples in all blocks. */
  get sampleCount(): number {
    return this.#sampleCount;
  }

  get blockCount(): number {
    return this.#blockCount;
  }

  /** No block has a series with a higher id. */
  get highestSeriesId(): number {
    return this.#places.length - 1;
  }

  days(): number[] {
    return [...this.#days.keys()].sort((a, b) => a - b);
  }

  /** Lists a block; `seriesIds` are those of its roster. */
  add(dayMs: number, entry: BlockEntry, seriesIds: Uint32Array): void {
    const roster = this.#rosterOf(dayMs, entry.rosterId, seriesIds);
    roster.blocks.push({ ...entry, dayMs });
    roster.startMs = Math.min(roster.startMs, entry.startMs);
    roster.endMs = Math.max(roster.endMs, entry.endMs);
    this.#blockCount++;
    this.#sampleCount += entry.samples;
  }

  /** The rosters that have blocks of a series. */
  placesOf(seriesId: number): readonly RosterPlace[] {
    return this.#places[seriesId] ?? [];
  }

  blocksOf(dayMs: number): BlockRef[] {
    return [...(this.#days.get(dayMs)?.values() ?? [])].flatMap(({ blocks }) => blocks);
  }

  /** The end of the newest block, or -Infinity. */
  newestMs(): number {
    let newest = -Infinity;
    for (const rosters of this.#days.values()) {
      for (const { endMs } of rosters.values()) newest = Math.max(newest, endMs);
    }
    return newest;
  }

  /** Forgets blocks of a day; returns the series that have no block left. */
  dropBlocks(dayMs: number, blockIds: ReadonlySet<number>): number[] {
    const gone: number[] = [];
    const rosters = this.#days.get(dayMs);
    for (const [rosterId, roster] of rosters ?? []) {
      const kept = roster.blocks.filter(({ id }) => !blockIds.has(id));
      this.#sampleCount -= samplesOf(roster.blocks) - samplesOf(kept);
      this.#blockCount -= roster.blocks.length - kept.length;
      roster.blocks.splice(0, roster.blocks.length, ...kept);
      if (kept.length > 0) continue;
      rosters?.delete(rosterId);
      gone.push(...this.#dropPlaces(roster));
    }
    return gone;
  }

  /** Forgets all blocks of a day; returns the series that have no block left. */
  dropDay(dayMs: number): number[] {
    const rosters = this.#days.get(dayMs);
    if (rosters === undefined) return [];
    this.#days.delete(dayMs);
    const gone: number[] = [];
    for (const roster of rosters.values()) {
      this.#blockCount -= roster.blocks.length;
      this.#sampleCount -= samplesOf(roster.blocks);
      gone.push(...this.#dropPlaces(roster));
    }
    return gone;
  }

  #dropPlaces(roster: Roster): number[] {
    const gone: number[] = [];
    // A series can have two columns in a block, when it left a slab and came back.
    for (const id of new Set(roster.seriesIds)) {
      const left = this.placesOf(id).filter((place) => place.roster !== roster);
      this.#places[id] = left.length === 0 ? undefined : left;
      if (left.length === 0) gone.push(id);
    }
    return gone;
  }

  #rosterOf(dayMs: number, rosterId: number, seriesIds: Uint32Array): Roster {
    let rosters = this.#days.get(dayMs);
    if (rosters === undefined) this.#days.set(dayMs, (rosters = new Map()));
    let roster = rosters.get(rosterId);
    if (roster === undefined) {
      roster = { dayMs, seriesIds, blocks: [], startMs: Infinity, endMs: -Infinity };
      rosters.set(rosterId, roster);
      for (let column = 0; column < seriesIds.length; column++) {
        const id = seriesIds[column];
        // A new list each time has no room to spare: most series of a churning group have one place.
        this.#places[id] = [...this.placesOf(id), { roster, column }];
      }
    }
    return roster;
  }
}

function samplesOf(blocks: readonly BlockRef[]): number {
  return blocks.reduce((sum, { samples }) => sum + samples, 0);
}
