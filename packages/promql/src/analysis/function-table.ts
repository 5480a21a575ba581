/** The type of a PromQL expression. */
export type ExprType = 'scalar' | 'vector' | 'matrix' | 'string';

/** What a function takes and gives. */
export interface FunctionSignature {
  readonly name: string;
  readonly args: readonly ExprType[];
  readonly returns: ExprType;
  /**
   * How many arguments may follow those of `args` but the last, which is optional then: 0 for
   * exactly `args`, -1 for any number. The further ones have the type of the last.
   */
  readonly variadic: number;
  /** Whether Prometheus calls it experimental; such functions are refused unless switched on. */
  readonly experimental: boolean;
}

type Spec = readonly [names: string, args: readonly ExprType[], variadic?: number, returns?: ExprType];

const STABLE: readonly Spec[] = [
  [
    'abs absent acos acosh asin asinh atan atanh ceil cos cosh deg exp floor ln log10 log2 rad sgn sin sinh sort sort_desc sqrt tan tanh timestamp',
    ['vector'],
  ],
  ['scalar', ['vector'], 0, 'scalar'],
  ['vector', ['scalar']],
  ['pi time', [], 0, 'scalar'],
  ['days_in_month day_of_month day_of_week day_of_year hour minute month year', ['vector'], 1],
  ['round', ['vector', 'scalar'], 1],
  ['clamp', ['vector', 'scalar', 'scalar']],
  ['clamp_max clamp_min', ['vector', 'scalar']],
  ['rate increase delta irate idelta deriv changes resets', ['matrix']],
  [
    'avg_over_time sum_over_time min_over_time max_over_time count_over_time first_over_time last_over_time present_over_time absent_over_time stddev_over_time stdvar_over_time',
    ['matrix'],
  ],
  ['quantile_over_time', ['scalar', 'matrix']],
  ['predict_linear', ['matrix', 'scalar']],
  ['histogram_avg histogram_count histogram_sum histogram_stddev histogram_stdvar', ['vector']],
  ['histogram_quantile', ['scalar', 'vector']],
  ['histogram_fraction', ['scalar', 'scalar', 'vector']],
  ['label_replace', ['vector', 'string', 'string', 'string', 'string']],
  ['label_join', ['vector', 'string', 'string', 'string'], -1],
];

const EXPERIMENTAL: readonly Spec[] = [
  ['start end range step', [], 0, 'scalar'],
  ['min_of max_of', ['scalar', 'scalar'], 0, 'scalar'],
  [
    'mad_over_time ts_of_first_over_time ts_of_last_over_time ts_of_max_over_time ts_of_min_over_time',
    ['matrix'],
  ],
  ['double_exponential_smoothing', ['matrix', 'scalar', 'scalar']],
  ['sort_by_label sort_by_label_desc', ['vector', 'string'], -1],
  ['histogram_quantiles', ['vector', 'string', 'scalar', 'scalar'], 9],
  ['start_timestamp', ['vector']],
  ['info', ['vector', 'vector'], 1],
];

/** Every function of PromQL by its name. */
export const FUNCTIONS: ReadonlyMap<string, FunctionSignature> = new Map([
  ...signatures(STABLE, false),
  ...signatures(EXPERIMENTAL, true),
]);

function signatures(specs: readonly Spec[], experimental: boolean): [string, FunctionSignature][] {
  return specs.flatMap(([names, args, variadic = 0, returns = 'vector']) =>
    names
      .split(' ')
      .map((name): [string, FunctionSignature] => [name, { name, args, returns, variadic, experimental }]),
  );
}
