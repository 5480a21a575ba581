const UNITS: readonly (readonly [ms: number, unit: string])[] = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'm'],
  [1000, 's'],
];

/** A time as Grafana writes it: a whole number of the largest unit that fits; at least a second. */
export function grafanaDuration(durationMs: number): string {
  const rounded = Math.max(1000, Math.round(durationMs / 1000) * 1000);
  const [ms, unit] = UNITS.find(([size]) => rounded % size === 0) ?? [1000, 's'];
  return `${rounded / ms}${unit}`;
}
