import type { QueryRange } from '@telltale/model';

/** Servers refuse ranges of more points. */
const MAX_POINTS = 11_000;

/** The range in parts that servers answer, one after the other, on the same steps. */
export function splitRange({ startMs, endMs, stepMs }: QueryRange, maxPoints = MAX_POINTS): QueryRange[] {
  const points = Math.floor((endMs - startMs) / stepMs) + 1;
  const parts: QueryRange[] = [];
  for (let first = 0; first < points; first += maxPoints) {
    const last = Math.min(points, first + maxPoints) - 1;
    parts.push({ startMs: startMs + first * stepMs, endMs: startMs + last * stepMs, stepMs });
  }
  return parts;
}
