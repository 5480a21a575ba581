type DurationUnit = 'ms' | 's' | 'm' | 'h' | 'd' | 'w' | 'y';

/** A Prometheus duration such as `'30s'`, `'5m'` or `'1h30m'`; checked by the compiler. */
export type Duration =
  | `${bigint}${DurationUnit}`
  | `${bigint}h${bigint}m`
  | `${bigint}m${bigint}s`
  | `${bigint}d${bigint}h`;

/** A duration, or `'auto'`: at least four scrape intervals, chosen when the definition is resolved. */
export type Range = Duration | 'auto';
