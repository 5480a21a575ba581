/** Steps of one arrow key, without and with shift. */
const STEP = 1;
const LEAP = 10;

/**
 * Where the crosshair goes with a key: an index, away for `undefined`, or `stay` for a key that means nothing to
 * it. Arrow keys go by one or with shift by ten, Home and End to the ends, Escape takes it away.
 */
export function moveCursor(
  key: string,
  index: number | undefined,
  length: number,
  isLeap: boolean,
): number | undefined | 'stay' {
  const last = length - 1;
  const step = isLeap ? LEAP : STEP;
  if (key === 'ArrowLeft') return Math.max(0, (index ?? length) - step);
  if (key === 'ArrowRight') return Math.min(last, (index ?? last - step) + step);
  if (key === 'Home') return 0;
  if (key === 'End') return last;
  return key === 'Escape' ? undefined : 'stay';
}
