import * as vary from './variants.ts';

const MEMORY = 'demo_memory_usage_bytes';
const CPU = 'demo_cpu_usage_seconds_total';
const CORES = 'demo_num_cpus';
const DISK = 'demo_disk_usage_bytes';
const BATCH = 'demo_batch_last_success_timestamp_seconds';
const REQUESTS = 'demo_api_request_duration_seconds';

/** One query for each variant. */
function each<Variant>(variants: readonly Variant[], query: (variant: Variant) => string): string[] {
  return variants.map(query);
}

const literals = ['42', '1.234', '.123', '1.23e-3', '0x3d', 'Inf', '+Inf', '-Inf', 'NaN'];

const selectors = [
  MEMORY,
  `{__name__="${MEMORY}"}`,
  `${MEMORY}{type="free"}`,
  `${MEMORY}{type!="free"}`,
  `${MEMORY}{instance=~"demo.example:.*"}`,
  `${MEMORY}{instance=~"host"}`,
  `${MEMORY}{instance!~".*:10000"}`,
  `${MEMORY}{type="free", instance!="demo.example:10000"}`,
  '{type="free", instance!="demo.example:10000"}',
  'nonexistent_metric_name',
  'demo_intermittent_metric',
  ...each(vary.OFFSETS, (offset) => `${MEMORY} offset ${offset}`),
  ...each(vary.OFFSETS, (offset) => `${MEMORY} offset -${offset}`),
];

const GROUPINGS = [
  '',
  ' by()',
  ' by(instance)',
  ' by(instance, type)',
  ' by(nonexistent)',
  ' without()',
  ' without(instance)',
  ' without(instance, type)',
  ' without(nonexistent)',
];

const aggregations = [
  ...GROUPINGS.flatMap((by) => each(vary.AGGREGATIONS, (op) => `${op}${by} (${MEMORY})`)),
  ...each(vary.AGGREGATIONS, (op) => `${op}(nonexistent_metric_name)`),
  ...each(vary.RANKINGS, (op) => `${op} (3, ${MEMORY})`),
  ...[' by(instance)', ' without(instance)', ' without()'].flatMap((by) =>
    each(vary.RANKINGS, (op) => `${op}${by} (2, ${MEMORY})`),
  ),
  ...each(vary.QUANTILES, (share) => `quantile(${share}, ${MEMORY})`),
  `avg(max by(type) (${MEMORY}))`,
];

const operators = [
  '1 * 2 + 4 / 6 - 10 % 2 ^ 2',
  '-1 ^ 2',
  ...each(vary.COMPARISONS, (op) => `${CORES} + (1 ${op} bool 2)`),
  ...each(vary.OPERATORS, (op) => `${MEMORY} ${op} 1.2345`),
  ...each(vary.COMPARISONS, (op) => `${MEMORY} ${op} bool 1.2345`),
  ...each(vary.COMPARISONS, (op) => `1.2345 ${op} bool ${MEMORY}`),
  ...each(vary.OPERATORS, (op) => `0.12345 ${op} ${MEMORY}`),
  ...each(vary.OPERATORS, (op) => `(1 * 2 + 4 / 6 - (10%7)^2) ${op} ${MEMORY}`),
  ...each(vary.OPERATORS, (op) => `${MEMORY} ${op} (1 * 2 + 4 / 6 - 10)`),
  ...each(['Inf', '-Inf', 'NaN'], (value) => `${CORES} * ${value}`),
  `${MEMORY} + -(1)`,
  `-${MEMORY}`,
  `timestamp(${MEMORY} * 1)`,
  `timestamp(-${MEMORY})`,
];

const operatorsOverTime = [
  ...each(vary.ARITHMETIC, (op) => `1 ${op} time()`),
  ...each(vary.ARITHMETIC, (op) => `time() ${op} 1`),
  ...each(vary.COMPARISONS, (op) => `time() ${op} bool 1`),
  ...each(vary.COMPARISONS, (op) => `1 ${op} bool time()`),
  ...each(vary.ARITHMETIC, (op) => `time() ${op} time()`),
  ...each(vary.COMPARISONS, (op) => `time() ${op} bool time()`),
  ...each(vary.OPERATORS, (op) => `time() ${op} ${MEMORY}`),
  ...each(vary.OPERATORS, (op) => `${MEMORY} ${op} time()`),
];

const matching = [
  ...each(vary.OPERATORS, (op) => `${MEMORY} ${op} on(instance, job, type) ${MEMORY}`),
  ...each(
    vary.OPERATORS,
    (op) => `sum by(instance, type) (${MEMORY}) ${op} on(instance, type) group_left(job) ${MEMORY}`,
  ),
  ...each(vary.COMPARISONS, (op) => `${MEMORY} ${op} bool on(instance, job, type) ${MEMORY}`),
  `${MEMORY} / on(instance, job, type, __name__) ${MEMORY}`,
  ...each(
    ['', ' group_left', ' group_left(job)'],
    (group) => `sum without(job) (${MEMORY}) / on(instance, type)${group} ${MEMORY}`,
  ),
  `${MEMORY} / on(instance, job) group_left ${CORES}`,
  `${MEMORY} / on(instance, type, job, non_existent) ${MEMORY}`,
];

const windows = [
  ...vary.WINDOW_AGGREGATIONS.flatMap((op) =>
    each(vary.RANGES, (range) => `${op}_over_time(${MEMORY}[${range}])`),
  ),
  ...vary.QUANTILES.flatMap((share) =>
    each(vary.RANGES, (range) => `quantile_over_time(${share}, ${MEMORY}[${range}])`),
  ),
  ...each(vary.RATES, (func) => `${func}(nonexistent_metric[5m])`),
  ...[...vary.RATES, ...vary.INSTANT_RATES].flatMap((func) =>
    each(vary.RANGES, (range) => `${func}(${CPU}[${range}])`),
  ),
  ...each(vary.RANGES, (range) => `deriv(${DISK}[${range}])`),
  ...each(vary.RANGES, (range) => `predict_linear(${DISK}[${range}], 600)`),
  ...each(vary.RANGES, (range) => `resets(${CPU}[${range}])`),
  ...each(vary.RANGES, (range) => `changes(${BATCH}[${range}])`),
  `max_over_time((time() - max(${BATCH}) < 1000)[5m:10s] offset 5m)`,
  `avg_over_time(rate(${CPU}[1m])[2m:10s])`,
];

const functions = [
  'time()',
  'vector(1.23)',
  'vector(time())',
  `timestamp(${CORES})`,
  `timestamp(timestamp(${CORES}))`,
  ...each(vary.MATHEMATICS, (func) => `${func}(${MEMORY})`),
  ...each(vary.MATHEMATICS, (func) => `${func}(-${MEMORY})`),
  ...each(vary.DATES, (func) => `${func}()`),
  ...vary.DATES.flatMap((func) => each(vary.OFFSETS, (offset) => `${func}(${BATCH} offset ${offset})`)),
  ...each(['clamp_min', 'clamp_max'], (func) => `${func}(${MEMORY}, 2)`),
  ...each(
    ['0, 1', '0, 1000000000000', '1000000000000, 0', '1000000000000, 1000000000000'],
    (limits) => `clamp(${MEMORY}, ${limits})`,
  ),
  ...each(vary.QUANTILES, (share) => `histogram_quantile(${share}, rate(${REQUESTS}_bucket[1m]))`),
  ...each(
    ['nonexistent_metric', MEMORY, `{__name__=~"${REQUESTS}_.+"}`],
    (of) => `histogram_quantile(0.9, ${of})`,
  ),
  `count_values("value", ${REQUESTS}_bucket)`,
  `absent(${MEMORY})`,
  'absent(nonexistent_metric_name)',
];

const labels = [
  ...each(
    [
      '"job", "destination-value-$1", "instance", "demo.example:(.*)"',
      '"job", "destination-value-$1", "instance", "host:(.*)"',
      '"job", "$1-$2", "instance", "local(.*):(.*)"',
      '"job", "value-$1", "nonexistent-src", "source-value-(.*)"',
      '"job", "value-$1", "nonexistent-src", "(.*)"',
      '"job", "value-$1", "instance", "non-matching-regex"',
      '"job", "", "dst", ".*"',
    ],
    (replacement) => `label_replace(${CORES}, ${replacement})`,
  ),
  ...each(
    ['"new_label", "-", "instance", "job"', '"job", "-", "instance", "job"', '"job", "-", "instance"'],
    (joined) => `label_join(${CORES}, ${joined})`,
  ),
];

/** Queries that both engines must refuse. */
export const REFUSED_QUERIES: readonly string[] = [
  '{__name__=~".*"}',
  `label_replace(${CORES}, "job", "value-$1", "src", "(.*")`,
  `label_replace(${CORES}, "instance", "", "", "")`,
];

/** Queries that Prometheus 2 refuses for a label name that Prometheus 3 allows. */
export const NEWLY_ALLOWED_QUERIES: readonly string[] = [
  `label_replace(${CORES}, "~invalid", "", "src", "(.*)")`,
  `label_join(${CORES}, "~invalid", "-", "instance")`,
];

/** The queries of prometheus/compliance (Apache-2.0), by hand, with each of their variants. */
export const ANSWERED_QUERIES: readonly string[] = [
  ...literals,
  ...selectors,
  ...aggregations,
  ...operators,
  ...operatorsOverTime,
  ...matching,
  ...windows,
  ...functions,
  ...labels,
];
