import type { RedFigures } from '@telltale/station/contract';
import { formatValue } from '../../format/units.ts';

/** Rate, errors and duration in a line: `12/s · 2% failed · p95 40 ms`. */
export function redWords(red: RedFigures, p95Ms: number | null): string {
  return [
    formatValue('per_second', red.ratePerSecond),
    ...(red.errors > 0 ? [`${formatValue('ratio', red.errorShare)} failed`] : []),
    ...(p95Ms === null ? [] : [`p95 ${formatValue('seconds', p95Ms / 1000)}`]),
  ].join(' · ');
}

/** How bad it is: any error is a warning, one in twenty is bad. */
export function toneOf({ errors, errorShare }: RedFigures): 'ok' | 'warn' | 'bad' {
  if (errors === 0) return 'ok';
  return errorShare >= 0.05 ? 'bad' : 'warn';
}
