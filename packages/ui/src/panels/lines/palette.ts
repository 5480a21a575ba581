import { SERIES_COLOURS } from '../../design/colours.ts';

/** Look of one line: the number of its colour, from 1, and its dashes. */
export interface LineStyle {
  readonly colour: number;
  readonly dashes: 'solid' | 'dashed' | 'dotted';
  /** The same as lengths of strokes and gaps; none of a solid line. */
  readonly dash: readonly number[];
}

const DASHES: readonly Omit<LineStyle, 'colour'>[] = [
  { dashes: 'solid', dash: [] },
  { dashes: 'dashed', dash: [6, 3] },
  { dashes: 'dotted', dash: [2, 3] },
];

/** Look of the nth line of a chart, from 0. */
export function lineStyle(index: number): LineStyle {
  return {
    colour: (index % SERIES_COLOURS) + 1,
    ...DASHES[Math.floor(index / SERIES_COLOURS) % DASHES.length],
  };
}
