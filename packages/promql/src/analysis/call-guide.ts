import type { ExprType, FunctionSignature } from './function-table.ts';
import { FUNCTIONS } from './function-table.ts';

/** An argument as people are told of it. */
export interface GuideParameter {
  readonly name: string;
  readonly type: ExprType;
  readonly isOptional: boolean;
  /** Whether more of its kind may follow. */
  readonly isRepeated: boolean;
}

/** What people are told of a function or an aggregation. */
export interface CallGuide {
  readonly name: string;
  readonly kind: 'function' | 'aggregation';
  readonly parameters: readonly GuideParameter[];
  readonly returns: ExprType;
  /** What it gives, in one line. */
  readonly help: string;
  /** Whether Prometheus calls it experimental. */
  readonly experimental: boolean;
}

/** A function, the names of its parameters, and what it gives. Types stand in the table of functions. */
type Texts = readonly [name: string, parameters: string, help: string];

const FUNCTION_TEXTS: readonly Texts[] = [
  ['abs', 'v', 'Values without their sign'],
  ['absent', 'v', '1 where there are no series, else nothing'],
  ['absent_over_time', 'range', '1 where there were no samples in the range, else nothing'],
  ['acos', 'v', 'Arc cosine, in radians'],
  ['acosh', 'v', 'Inverse hyperbolic cosine'],
  ['asin', 'v', 'Arc sine, in radians'],
  ['asinh', 'v', 'Inverse hyperbolic sine'],
  ['atan', 'v', 'Arc tangent, in radians'],
  ['atanh', 'v', 'Inverse hyperbolic tangent'],
  ['avg_over_time', 'range', 'The mean of the samples in the range'],
  ['ceil', 'v', 'Rounded up to whole numbers'],
  ['changes', 'range', 'How often the value changed in the range'],
  ['clamp', 'v min max', 'No value below the minimum or above the maximum'],
  ['clamp_max', 'v max', 'No value above the maximum'],
  ['clamp_min', 'v min', 'No value below the minimum'],
  ['cos', 'v', 'Cosine of radians'],
  ['cosh', 'v', 'Hyperbolic cosine'],
  ['count_over_time', 'range', 'How many samples the range has'],
  ['day_of_month', 'times', 'Day of the month in UTC, 1 to 31; of now without an argument'],
  ['day_of_week', 'times', 'Day of the week in UTC, 0 is Sunday; of now without an argument'],
  ['day_of_year', 'times', 'Day of the year in UTC, 1 to 366; of now without an argument'],
  ['days_in_month', 'times', 'Days of the month, 28 to 31; of now without an argument'],
  ['deg', 'v', 'Radians as degrees'],
  ['delta', 'range', 'By how much a gauge changed over the range, extrapolated to all of it'],
  ['deriv', 'range', 'How fast a gauge changes per second, by linear regression'],
  [
    'double_exponential_smoothing',
    'range smoothing trend',
    'A gauge smoothed with its trend; both factors between 0 and 1',
  ],
  ['end', '', 'The end of the query range, in seconds since 1970'],
  ['exp', 'v', 'e to the power of each value'],
  ['first_over_time', 'range', 'The oldest sample of the range'],
  ['floor', 'v', 'Rounded down to whole numbers'],
  ['histogram_avg', 'v', 'The mean of what native histograms observed'],
  ['histogram_count', 'v', 'How many observations native histograms have'],
  ['histogram_fraction', 'lower upper buckets', 'The share of observations between two values, 0 to 1'],
  [
    'histogram_quantile',
    'φ buckets',
    'The value that a share φ (0 to 1) of the observations does not exceed',
  ],
  ['histogram_quantiles', 'buckets label φ φ', 'Several quantiles at once, told apart by a label'],
  ['histogram_stddev', 'v', 'Standard deviation of what native histograms observed, estimated'],
  ['histogram_stdvar', 'v', 'Variance of what native histograms observed, estimated'],
  ['histogram_sum', 'v', 'The sum of what native histograms observed'],
  ['hour', 'times', 'Hour of the day in UTC, 0 to 23; of now without an argument'],
  ['idelta', 'range', 'The difference of the last two samples of a gauge'],
  ['increase', 'range', 'By how much a counter rose over the range, resets allowed for'],
  ['info', 'v selector', 'Series with the labels of their info metrics, such as target_info'],
  ['irate', 'range', 'How fast a counter rises per second, by its last two samples'],
  ['label_join', 'v target separator source', 'A label made of others, joined by a separator'],
  [
    'label_replace',
    'v target replacement source regex',
    'A label made of another one by a regular expression; $1 is its first group',
  ],
  ['last_over_time', 'range', 'The newest sample of the range'],
  ['ln', 'v', 'Natural logarithm'],
  ['log10', 'v', 'Logarithm to base 10'],
  ['log2', 'v', 'Logarithm to base 2'],
  ['mad_over_time', 'range', 'Median absolute deviation of the samples in the range'],
  ['max_of', 'a b', 'The greater of two numbers'],
  ['max_over_time', 'range', 'The greatest sample of the range'],
  ['min_of', 'a b', 'The smaller of two numbers'],
  ['min_over_time', 'range', 'The smallest sample of the range'],
  ['minute', 'times', 'Minute of the hour in UTC, 0 to 59; of now without an argument'],
  ['month', 'times', 'Month of the year in UTC, 1 to 12; of now without an argument'],
  ['pi', '', 'π'],
  ['predict_linear', 'range seconds', 'What a gauge will be in so many seconds, by linear regression'],
  ['present_over_time', 'range', '1 for each series with samples in the range'],
  ['quantile_over_time', 'φ range', 'The φ-quantile (0 to 1) of the samples in the range'],
  ['rad', 'v', 'Degrees as radians'],
  ['range', '', 'How long the query range is, in seconds'],
  ['rate', 'range', 'How fast a counter rises per second over the range, resets allowed for'],
  ['resets', 'range', 'How often a counter began again in the range'],
  ['round', 'v to', 'Rounded to whole numbers, or to the multiple given'],
  ['scalar', 'v', 'The value of the only series as a number; NaN where there is not exactly one'],
  ['sgn', 'v', '1, 0 or -1 by the sign'],
  ['sin', 'v', 'Sine of radians'],
  ['sinh', 'v', 'Hyperbolic sine'],
  ['sort', 'v', 'The smallest value first; in tables alone'],
  ['sort_by_label', 'v label', 'Sorted by the values of labels; in tables alone'],
  ['sort_by_label_desc', 'v label', 'Sorted by the values of labels, the last first; in tables alone'],
  ['sort_desc', 'v', 'The greatest value first; in tables alone'],
  ['sqrt', 'v', 'Square root'],
  ['start', '', 'The beginning of the query range, in seconds since 1970'],
  ['start_timestamp', 'v', 'When each series began to count, in seconds since 1970'],
  ['stddev_over_time', 'range', 'Standard deviation of the samples in the range'],
  ['stdvar_over_time', 'range', 'Variance of the samples in the range'],
  ['step', '', 'How far the moments of the query are apart, in seconds'],
  ['sum_over_time', 'range', 'The sum of the samples in the range'],
  ['tan', 'v', 'Tangent of radians'],
  ['tanh', 'v', 'Hyperbolic tangent'],
  ['time', '', 'The moment that is evaluated, in seconds since 1970'],
  ['timestamp', 'v', 'When the sample of each series was taken, in seconds since 1970'],
  ['ts_of_first_over_time', 'range', 'When the oldest sample of the range was taken'],
  ['ts_of_last_over_time', 'range', 'When the newest sample of the range was taken'],
  ['ts_of_max_over_time', 'range', 'When the greatest sample of the range was taken, the last of equal ones'],
  ['ts_of_min_over_time', 'range', 'When the smallest sample of the range was taken, the last of equal ones'],
  ['vector', 's', 'A number as one series without labels'],
  ['year', 'times', 'Year in UTC; of now without an argument'],
];

type Aggregation = readonly [
  name: string,
  parameter: readonly [name: string, type: ExprType] | null,
  help: string,
];

const AGGREGATIONS: readonly Aggregation[] = [
  ['avg', null, 'The mean of each group'],
  ['bottomk', ['k', 'scalar'], 'The k smallest series of each group'],
  ['count', null, 'How many series each group has'],
  ['count_values', ['label', 'string'], 'How many series have each value; the value becomes a label'],
  ['group', null, '1 for each group'],
  ['limit_ratio', ['ratio', 'scalar'], 'A share of the series of each group, always the same ones'],
  ['limitk', ['k', 'scalar'], 'Any k series of each group'],
  ['max', null, 'The greatest value of each group'],
  ['min', null, 'The smallest value of each group'],
  ['quantile', ['φ', 'scalar'], 'The φ-quantile (0 to 1) of the values of each group'],
  ['stddev', null, 'Standard deviation of the values of each group'],
  ['stdvar', null, 'Variance of the values of each group'],
  ['sum', null, 'The sum of each group'],
  ['topk', ['k', 'scalar'], 'The k greatest series of each group'],
];

const EXPERIMENTAL_AGGREGATIONS: ReadonlySet<string> = new Set(['limitk', 'limit_ratio']);

/** All that can be called, with the words to explain it: functions and aggregations, by name. */
export const CALL_GUIDES: readonly CallGuide[] = [
  ...FUNCTION_TEXTS.flatMap(([name, parameters, help]) => {
    const signature = FUNCTIONS.get(name);
    return signature === undefined ? [] : [guideOf(signature, parameters.split(' '), help)];
  }),
  ...AGGREGATIONS.map(guideOfAggregation),
].sort((a, b) => (a.name < b.name ? -1 : 1));

function guideOf(signature: FunctionSignature, names: readonly string[], help: string): CallGuide {
  const { name, args, variadic, returns, experimental } = signature;
  const last = args.length - 1;
  const parameters = args.map((type, index) => ({
    name: names[index],
    type,
    isOptional: index === last && variadic !== 0,
    isRepeated: index === last && (variadic < 0 || variadic > 1),
  }));
  return { name, kind: 'function', parameters, returns, help, experimental };
}

function guideOfAggregation([name, parameter, help]: Aggregation): CallGuide {
  const always = { isOptional: false, isRepeated: false };
  const own = parameter === null ? [] : [{ name: parameter[0], type: parameter[1], ...always }];
  return {
    name,
    kind: 'aggregation',
    parameters: [...own, { name: 'v', type: 'vector', ...always }],
    returns: 'vector',
    help,
    experimental: EXPERIMENTAL_AGGREGATIONS.has(name),
  };
}
