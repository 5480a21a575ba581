/** A threshold further above the data than this would flatten it; it is then told, not drawn. */
const THRESHOLD_REACH = 3;
const HEADROOM = 1.12;

/**
 * Range of the value axis: from zero (or below the lowest negative value) to a little above the
 * data, and above the thresholds that are near. Without data the range is that of the thresholds.
 */
export function yRange(
  dataMin: number | null,
  dataMax: number | null,
  unit: string,
  thresholds: readonly number[],
): [min: number, max: number] {
  const low = Math.min(0, dataMin ?? 0);
  const high = Math.max(0, dataMax ?? 0);
  const top = Math.max(high, ...thresholds.filter((threshold) => isThresholdNear(high, threshold)));
  const max = top > 0 ? top * HEADROOM : low < 0 ? 0 : idleTop(unit);
  const capped = unit === 'ratio' && top <= 1 ? Math.min(max, 1) : max;
  return [low * HEADROOM, capped];
}

/** Whether a threshold is drawn: near enough to the highest value not to flatten the data. */
export function isThresholdNear(dataMax: number, threshold: number): boolean {
  return dataMax <= 0 || threshold <= dataMax * THRESHOLD_REACH;
}

/** Top of an axis on which everything is zero. */
function idleTop(unit: string): number {
  return unit === 'ratio' ? 0.01 : unit === 'bytes' || unit === 'bytes_per_second' ? 1024 : 1;
}
