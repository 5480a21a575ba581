/** Series colours that exist as `--series-1` and so on; further series repeat them with dashes. */
export const SERIES_COLOURS = 8;

/** Look of one line: the number of its colour, from 1, and its dash pattern. */
export interface LineStyle {
  readonly colour: number;
  readonly dash: readonly number[];
}

const DASHES: readonly (readonly number[])[] = [[], [6, 3], [2, 3]];

/** Look of the nth line of a chart, from 0. */
export function lineStyle(index: number): LineStyle {
  return {
    colour: (index % SERIES_COLOURS) + 1,
    dash: DASHES[Math.floor(index / SERIES_COLOURS) % DASHES.length],
  };
}

/** Gives each name a line index that it keeps for as long as the assigner lives. */
export function createLineAssigner(): (name: string) => number {
  const indices = new Map<string, number>();
  return (name) => {
    const known = indices.get(name);
    if (known !== undefined) return known;
    indices.set(name, indices.size);
    return indices.size - 1;
  };
}
