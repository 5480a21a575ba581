/** A threshold further above the data than this would flatten it; it is then told, not drawn. */
const THRESHOLD_REACH = 3;
const HEADROOM = 1.12;

/**
 * Range of the value axis: from zero (or below the lowest negative value) to a little above the
 * data, and above the threshold where that is near. Without data the range is that of the threshold.
 */
export function yRange(
  dataMin: number | null,
  dataMax: number | null,
  unit: string,
  threshold: number | undefined,
): [min: number, max: number] {
  const low = Math.min(0, dataMin ?? 0);
  const high = Math.max(0, dataMax ?? 0);
  const top = isThresholdNear(high, threshold) ? Math.max(high, threshold ?? 0) : high;
  const max = top > 0 ? top * HEADROOM : low < 0 ? 0 : idleTop(unit);
  const capped = unit === 'ratio' && top <= 1 ? Math.min(max, 1) : max;
  return [low * HEADROOM, capped];
}

/** Whether a threshold is drawn: near enough to the highest value not to flatten the data. */
export function isThresholdNear(dataMax: number, threshold: number | undefined): boolean {
  if (threshold === undefined) return false;
  return dataMax <= 0 || threshold <= dataMax * THRESHOLD_REACH;
}

/** Top of an axis on which everything is zero. */
function idleTop(unit: string): number {
  return unit === 'ratio' ? 0.01 : unit === 'bytes' || unit === 'bytes_per_second' ? 1024 : 1;
}
