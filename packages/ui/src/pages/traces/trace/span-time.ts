import { formatValue } from '../../../format/units.ts';

/** A length of time of spans: `12.3 ms`, `80 µs`. */
export function formatMs(ms: number): string {
  return formatValue('seconds', ms / 1000);
}
