/** What the queries of prometheus/compliance are varied by. */
export const RANGES = ['1s', '15s', '1m', '5m', '15m', '1h'] as const;
export const OFFSETS = ['1m', '5m', '10m'] as const;
export const QUANTILES = ['-0.5', '0.1', '0.5', '0.75', '0.95', '0.90', '0.99', '1', '1.5'] as const;
export const AGGREGATIONS = ['sum', 'avg', 'max', 'min', 'count', 'stddev', 'stdvar'] as const;
export const WINDOW_AGGREGATIONS = [...AGGREGATIONS, 'absent', 'last'] as const;
export const RANKINGS = ['topk', 'bottomk'] as const;
export const ARITHMETIC = ['+', '-', '*', '/', '%', '^'] as const;
export const COMPARISONS = ['==', '!=', '<', '>', '<=', '>='] as const;
export const OPERATORS = [...ARITHMETIC, ...COMPARISONS] as const;
export const MATHEMATICS = ['abs', 'ceil', 'floor', 'exp', 'sqrt', 'ln', 'log2', 'log10', 'round'] as const;
export const RATES = ['delta', 'rate', 'increase'] as const;
export const INSTANT_RATES = ['idelta', 'irate'] as const;
export const DATES = [
  'day_of_month',
  'day_of_week',
  'days_in_month',
  'hour',
  'minute',
  'month',
  'year',
] as const;
