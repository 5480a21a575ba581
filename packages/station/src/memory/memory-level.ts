/** How near a station is to the end of its memory: with each level it does less, so that it need not end. */
export const MEMORY_LEVELS = ['enough', 'tight', 'short', 'critical'] as const;

/**
 * `tight`: caches are let go of. `short`: queries of pages and of the API are refused. `critical`: what programs push
 * is refused. Scrapes, rules and deliveries go on to the last.
 */
export type MemoryLevel = (typeof MEMORY_LEVELS)[number];

/** From this strain on: shares of the memory before the border of what is critical. */
const BORDERS = [
  ['tight', -0.14],
  ['short', -0.06],
  ['critical', 0],
] as const satisfies readonly (readonly [MemoryLevel, number])[];

/** A level is left only below its border by this: else it would come and go with every request. */
const MARGIN = 0.04;

/** The level at a strain, which depends on the one before. */
export function memoryLevel(before: MemoryLevel, strain: number): MemoryLevel {
  const reached = BORDERS.findLast(
    ([level, border]) => strain >= (isAtLeast(before, level) ? border - MARGIN : border),
  );
  return reached?.[0] ?? 'enough';
}

/** Whether a level is another one, or beyond it. */
export function isAtLeast(level: MemoryLevel, other: MemoryLevel): boolean {
  return MEMORY_LEVELS.indexOf(level) >= MEMORY_LEVELS.indexOf(other);
}
