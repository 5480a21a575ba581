import type { StoryMetric } from '@telltale/station/contract';

/** How high values stand. */
export interface ValueScale {
  /** The highest value; `null` where there is none. */
  readonly peak: number | null;
  /** From 0 at the bottom to 1 at the top. */
  readonly share: (value: number) => number;
  /** Whether a value is within what is shown. */
  readonly isShown: (value: number) => boolean;
}

/** Room above the highest value. */
const HEADROOM = 1.08;
/** A value that is bad is shown as long as the line does not become flat by it. */
const MOST_ABOVE = 4;

/** From zero, or the lowest value, up to the highest, and to the value that is bad where that is near. */
export function valueScale({ series, threshold }: Pick<StoryMetric, 'series' | 'threshold'>): ValueScale {
  let peak: number | null = null;
  let least = 0;
  for (const { values } of series) {
    for (const value of values) {
      if (value === null) continue;
      peak = Math.max(peak ?? value, value);
      least = Math.min(least, value);
    }
  }
  const limit = threshold?.threshold ?? -Infinity;
  const isNear = peak === null || peak <= 0 || limit <= peak * MOST_ABOVE;
  const most = Math.max(peak ?? 0, isNear ? limit : -Infinity, least + Number.MIN_VALUE) * HEADROOM;
  const span = most - least || 1;
  return {
    peak,
    share: (value) => (value - least) / span,
    isShown: (value) => value >= least && value <= most,
  };
}

/** An SVG path; where there is no value the line is interrupted, and a lone value is a dot. */
export function linePath(
  values: readonly (number | null)[],
  x: (index: number) => number,
  y: (value: number) => number,
): string {
  let path = '';
  let isDrawing = false;
  for (const [i, value] of values.entries()) {
    if (value !== null) path += `${isDrawing ? 'L' : 'M'}${round(x(i))} ${round(y(value))}`;
    const isAlone = value !== null && !isDrawing && (values[i + 1] ?? null) === null;
    if (isAlone) path += 'h1';
    isDrawing = value !== null;
  }
  return path;
}

function round(number: number): number {
  return Math.round(number * 10) / 10;
}
