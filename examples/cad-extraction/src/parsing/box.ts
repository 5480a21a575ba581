import type { Box } from './facts.ts';

/** The box of points; nothing is in it where there are none. */
export function boxOf(points: Iterable<readonly [number, number, number]>): Box {
  const min: [number, number, number] = [Infinity, Infinity, Infinity];
  const max: [number, number, number] = [-Infinity, -Infinity, -Infinity];
  let isEmpty = true;
  for (const point of points) {
    isEmpty = false;
    for (const axis of [0, 1, 2] as const) {
      min[axis] = Math.min(min[axis], point[axis]);
      max[axis] = Math.max(max[axis], point[axis]);
    }
  }
  return isEmpty ? { min: [0, 0, 0], max: [0, 0, 0] } : { min, max };
}
