import type { BlockRead, RosterRead } from '../read-plan.ts';

/** Rosters as few large arrays: a wide answer has hundreds of rosters, and copying so many objects takes long. */
export interface PackedRosters {
  /** Day, number of blocks and number of columns of each roster. */
  readonly rosters: Float64Array<ArrayBuffer>;
  /** Id, start and end of each block, roster after roster. */
  readonly blocks: Float64Array<ArrayBuffer>;
  /** One behind the other. */
  readonly columns: Uint16Array<ArrayBuffer>;
  readonly slots: Uint32Array<ArrayBuffer>;
}

/** Numbers of a roster in `rosters`, and of a block in `blocks`. */
const NUMBERS = 3;

export function packRosters(rosters: readonly RosterRead[]): PackedRosters {
  const columnCount = rosters.reduce((sum, { columns }) => sum + columns.length, 0);
  const columns = new Uint16Array(columnCount);
  const slots = new Uint32Array(columnCount);
  let at = 0;
  for (const roster of rosters) {
    columns.set(roster.columns, at);
    slots.set(roster.slots, at);
    at += roster.columns.length;
  }
  return {
    rosters: Float64Array.from(rosters.flatMap((one) => [one.dayMs, one.blocks.length, one.columns.length])),
    blocks: Float64Array.from(
      rosters.flatMap(({ blocks }) => blocks.flatMap(({ id, startMs, endMs }) => [id, startMs, endMs])),
    ),
    columns,
    slots,
  };
}

/** The buffers of packed rosters, for the transfer list of a message. */
export function buffersOfRosters({ rosters, blocks, columns, slots }: PackedRosters): ArrayBuffer[] {
  return [rosters, blocks, columns, slots].map(({ buffer }) => buffer);
}

/** Gives back what {@link packRosters} took. */
export function unpackRosters(packed: PackedRosters): RosterRead[] {
  const rosters: RosterRead[] = [];
  let blockAt = 0;
  let columnAt = 0;
  for (let i = 0; i < packed.rosters.length; i += NUMBERS) {
    const [dayMs, blockCount, columnCount] = packed.rosters.subarray(i, i + NUMBERS);
    const blocks: BlockRead[] = [];
    for (let block = 0; block < blockCount; block++, blockAt += NUMBERS) {
      const [id, startMs, endMs] = packed.blocks.subarray(blockAt, blockAt + NUMBERS);
      blocks.push({ id, startMs, endMs });
    }
    const columnEnd = columnAt + columnCount;
    rosters.push({
      dayMs,
      blocks,
      columns: packed.columns.subarray(columnAt, columnEnd),
      slots: packed.slots.subarray(columnAt, columnEnd),
    });
    columnAt = columnEnd;
  }
  return rosters;
}
