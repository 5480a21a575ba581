/** The unit of a per-second rate: seconds per second are a ratio, requests per second `per_second`. */
export type RateUnit<UnitName extends string> = UnitName extends 'seconds'
  ? 'ratio'
  : UnitName extends ''
    ? 'per_second'
    : `${UnitName}_per_second`;

/** The unit of the per-second rate of something counted in `unit`. */
export function rateUnit<const UnitName extends string>(unit: UnitName): RateUnit<UnitName>;
export function rateUnit(unit: string): string {
  if (unit === 'seconds') return 'ratio';
  return unit === '' ? 'per_second' : `${unit}_per_second`;
}
