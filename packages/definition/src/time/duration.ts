import type { ChosenRange } from '../chosen/chosen.ts';

type DurationUnit = 'ms' | 's' | 'm' | 'h' | 'd' | 'w' | 'y';

/** Named so that the compiler's message says what to write. */
type DurationSuchAs5m =
  | `${bigint}${DurationUnit}`
  | `${bigint}h${bigint}m`
  | `${bigint}m${bigint}s`
  | `${bigint}d${bigint}h`;

/** A Prometheus duration such as `'30s'`, `'5m'` or `'1h30m'`; checked by the compiler. */
export type Duration = DurationSuchAs5m;

/**
 * A duration, or `'auto'`: at least four scrape intervals, chosen when the definition is resolved; in a panel also the
 * interval variable of its dashboard.
 */
export type Range = Duration | 'auto' | ChosenRange;
