/** A value split for typography: the number, and the unit that follows it. */
export interface FormattedParts {
  readonly number: string;
  /** Unit with its leading space where one belongs, such as ` ms`, `%` or `/s`. */
  readonly unit: string;
}

interface Step {
  readonly from: number;
  readonly divisor: number;
  readonly unit: string;
}

const DURATION_STEPS: readonly Step[] = [
  { from: 86_400, divisor: 86_400, unit: ' d' },
  { from: 3600, divisor: 3600, unit: ' h' },
  { from: 60, divisor: 60, unit: ' min' },
  { from: 1, divisor: 1, unit: ' s' },
  { from: 1e-3, divisor: 1e-3, unit: ' ms' },
  { from: 1e-6, divisor: 1e-6, unit: ' µs' },
  { from: 0, divisor: 1e-9, unit: ' ns' },
];

const BYTE_STEPS: readonly Step[] = ['TiB', 'GiB', 'MiB', 'KiB']
  .map((unit, index) => ({ from: 1024 ** (4 - index), divisor: 1024 ** (4 - index), unit: ` ${unit}` }))
  .concat({ from: 0, divisor: 1, unit: ' B' });

const COUNT_STEPS: readonly Step[] = [
  { from: 1e12, divisor: 1e12, unit: 'T' },
  { from: 1e9, divisor: 1e9, unit: 'G' },
  { from: 1e6, divisor: 1e6, unit: 'M' },
  { from: 1e4, divisor: 1e3, unit: 'k' },
  { from: 0, divisor: 1, unit: '' },
];

interface Unit {
  readonly steps: readonly Step[];
  readonly suffix: string;
  /** Unit shown with an exact zero, where no step says it. */
  readonly zero: string;
}

const COUNT: Unit = { steps: COUNT_STEPS, suffix: '', zero: '' };

const UNITS: ReadonlyMap<string, Unit> = new Map<string, Unit>([
  ['seconds', { steps: DURATION_STEPS, suffix: '', zero: ' s' }],
  ['bytes', { steps: BYTE_STEPS, suffix: '', zero: ' B' }],
  ['bytes_per_second', { steps: BYTE_STEPS, suffix: '/s', zero: ' B' }],
  ['ratio', { steps: [{ from: 0, divisor: 0.01, unit: '%' }], suffix: '', zero: '%' }],
  ['per_second', { steps: COUNT_STEPS, suffix: '/s', zero: '' }],
]);

/** Whether values of a unit carry it; of others, such as `euros`, only the number is printed. */
export function isPrintedUnit(unit: string): boolean {
  return unit === '' || UNITS.has(unit);
}

/** Shown where there is no value. */
export const NO_VALUE = '–';

/**
 * Formats a value of a panel's unit with about three significant digits: `0.0123` seconds is
 * `12.3 ms`, `0.5` of a ratio is `50%`. A unit that is not known formats as a plain number.
 */
export function formatValue(unit: string, value: number | null | undefined): string {
  const parts = formatParts(unit, value);
  return parts.number + parts.unit;
}

/** {@link formatValue}, with number and unit apart. */
export function formatParts(unit: string, value: number | null | undefined): FormattedParts {
  if (value === null || value === undefined) return { number: NO_VALUE, unit: '' };
  if (!Number.isFinite(value)) return { number: formatNonFinite(value), unit: '' };
  const known = UNITS.get(unit) ?? COUNT;
  if (value === 0) return { number: '0', unit: known.zero + known.suffix };
  const step = stepFor(known, value);
  return { number: formatDigits(value / step.divisor), unit: step.unit + known.suffix };
}

/**
 * Formats the ticks of one axis alike: all in the unit that suits the largest, with as many decimals
 * as the distance between ticks needs.
 */
export function formatTicks(unit: string, ticks: readonly number[]): readonly string[] {
  const known = UNITS.get(unit) ?? COUNT;
  const largest = ticks.reduce((max, tick) => Math.max(max, Math.abs(tick)), 0);
  if (largest === 0) return ticks.map((tick) => formatValue(unit, tick));
  const step = stepFor(known, largest);
  const distance = ticks.length > 1 ? Math.abs(ticks[1] - ticks[0]) / step.divisor : 1;
  const decimals = Math.min(6, decimalsFor(distance));
  return ticks.map((tick) => {
    const digits = tick === 0 ? '0' : (tick / step.divisor).toFixed(decimals);
    return digits + step.unit + known.suffix;
  });
}

/** Distances between ticks that read well in a unit, or `undefined` where powers of ten do. */
export function tickIncrements(unit: string): number[] | undefined {
  if (unit !== 'bytes' && unit !== 'bytes_per_second') return undefined;
  return Array.from({ length: 50 }, (_, exponent) => 2 ** exponent);
}

function stepFor(unit: Unit, value: number): Step {
  const size = Math.abs(value);
  return unit.steps.find((step) => size >= step.from) ?? COUNT_STEPS[COUNT_STEPS.length - 1];
}

function formatDigits(value: number): string {
  const size = Math.abs(value);
  if (size >= 1000) return groupDigits(Math.round(value));
  if (size >= 100) return value.toFixed(0);
  if (size < 0.001) return value.toExponential(1);
  const decimals = size >= 10 ? 1 : 2;
  const fixed = size < 0.01 ? value.toPrecision(2) : value.toFixed(decimals);
  return fixed.replace(/\.?0+$/, '');
}

/** Thousands apart: `12,345`. */
function groupDigits(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Decimals that keep neighbouring ticks apart; a quarter needs two, a half one. */
function decimalsFor(distance: number): number {
  for (let decimals = 0; decimals < 6; decimals++) {
    const scaled = distance * 10 ** decimals;
    if (Math.abs(scaled - Math.round(scaled)) < 1e-6 * scaled) return decimals;
  }
  return 6;
}

function formatNonFinite(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  return value > 0 ? '∞' : '−∞';
}
