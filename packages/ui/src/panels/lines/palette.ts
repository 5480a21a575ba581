import { SERIES_COLOURS } from '../../design/colours.ts';

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
