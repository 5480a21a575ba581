import type { ChangePlace, VersionChange } from './version-change.ts';

const EXPERIMENTAL = '--enable-feature=promql-experimental-functions';
const MIGRATION = 'https://prometheus.io/docs/prometheus/latest/migration/';

const release = (version: string): string =>
  `https://github.com/prometheus/prometheus/releases/tag/v${version}.0`;

/** A function or aggregation with the first version that has it. */
const functionSince = (since: string, example: string): VersionChange => ({
  place: { in: 'query', function: example.slice(0, example.indexOf('(')) },
  since,
  example,
  source: release(since),
});

const job = (line: string): string => `scrape_configs:\n  - job_name: shop\n    ${line}\n`;

/** A field of a job with the first version that has it. */
const jobFieldSince = (since: string, line: string): VersionChange => ({
  place: { in: 'prometheus-config', key: `scrape_configs.*.${keyOf(line)}` },
  since,
  example: job(line),
  source: release(since),
});

/** A field of `global` with the first version that has it. */
const globalFieldSince = (since: string, line: string): VersionChange => ({
  place: { in: 'prometheus-config', key: `global.${keyOf(line)}` },
  since,
  example: `global:\n  ${line}\nscrape_configs: []\n`,
  source: release(since),
});

const keyOf = (line: string): string => line.slice(0, line.indexOf(':'));

const group = (ofGroup: string, ofAlert = ''): string =>
  `groups:\n  - name: shop\n${ofGroup}    rules:\n      - alert: Down\n        expr: up == 0\n${ofAlert}`;

/** Functions that came. */
const FUNCTIONS: readonly VersionChange[] = [
  functionSince('2.26', 'last_over_time(up[5m])'),
  functionSince('2.26', 'sgn(up)'),
  functionSince('2.26', 'clamp(up, 0, 1)'),
  functionSince('2.29', 'present_over_time(up[5m])'),
  ...[
    'acos',
    'acosh',
    'asin',
    'asinh',
    'atan',
    'atanh',
    'cos',
    'cosh',
    'sin',
    'sinh',
    'tan',
    'tanh',
    'deg',
    'rad',
  ].map((name) => functionSince('2.31', `${name}(up)`)),
  functionSince('2.31', 'pi()'),
  functionSince('2.40', 'histogram_count(up)'),
  functionSince('2.40', 'histogram_sum(up)'),
  functionSince('2.40', 'histogram_fraction(0, 1, up)'),
  functionSince('2.47', 'histogram_stddev(up)'),
  functionSince('2.47', 'histogram_stdvar(up)'),
  functionSince('2.49', 'sort_by_label(up, "job")'),
  functionSince('2.49', 'sort_by_label_desc(up, "job")'),
  functionSince('2.49', 'mad_over_time(up[5m])'),
  functionSince('2.51', 'histogram_avg(up)'),
  functionSince('2.54', 'limitk(1, up)'),
  functionSince('2.54', 'limit_ratio(0.5, up)'),
  functionSince('2.55', 'info(up)'),
  functionSince('3.0', 'double_exponential_smoothing(up[1h], 0.5, 0.5)'),
  functionSince('3.5', 'ts_of_min_over_time(up[5m])'),
  functionSince('3.5', 'ts_of_max_over_time(up[5m])'),
  functionSince('3.5', 'ts_of_last_over_time(up[5m])'),
  functionSince('3.7', 'first_over_time(up[5m])'),
  functionSince('3.7', 'ts_of_first_over_time(up[5m])'),
  functionSince('3.11', 'histogram_quantiles(up, "q", 0.5, 0.9)'),
  functionSince('3.13', 'max_of(1, 2)'),
  functionSince('3.13', 'min_of(1, 2)'),
];

/** Fields of the configuration and of rules that came. */
const FIELDS: readonly VersionChange[] = [
  jobFieldSince('2.27', 'label_limit: 30'),
  jobFieldSince('2.27', 'label_name_length_limit: 200'),
  jobFieldSince('2.27', 'label_value_length_limit: 200'),
  jobFieldSince('2.28', 'body_size_limit: 10MB'),
  jobFieldSince('2.35', 'enable_http2: false'),
  jobFieldSince('2.45', 'native_histogram_bucket_limit: 160'),
  jobFieldSince('2.47', 'keep_dropped_targets: 100'),
  jobFieldSince('2.48', 'track_timestamps_staleness: true'),
  jobFieldSince('2.49', 'enable_compression: false'),
  jobFieldSince('2.49', 'scrape_protocols: [PrometheusText0.0.4]'),
  jobFieldSince('2.50', 'native_histogram_min_bucket_factor: 1.1'),
  jobFieldSince('2.55', 'scrape_failure_log_file: failures.log'),
  jobFieldSince('2.55', 'metric_name_validation_scheme: legacy'),
  jobFieldSince('3.0', 'fallback_scrape_protocol: PrometheusText0.0.4'),
  jobFieldSince('3.0', 'convert_classic_histograms_to_nhcb: true'),
  jobFieldSince('3.0', 'always_scrape_classic_histograms: true'),
  jobFieldSince('3.4', 'metric_name_escaping_scheme: underscores'),
  jobFieldSince('3.8', 'scrape_native_histograms: true'),
  jobFieldSince('3.10', 'extra_scrape_metrics: true'),
  globalFieldSince('2.47', 'keep_dropped_targets: 100'),
  globalFieldSince('2.49', 'scrape_protocols: [PrometheusText0.0.4]'),
  globalFieldSince('2.53', 'rule_query_offset: 1m'),
  globalFieldSince('2.55', 'scrape_failure_log_file: failures.log'),
  globalFieldSince('2.55', 'metric_name_validation_scheme: legacy'),
  globalFieldSince('3.4', 'metric_name_escaping_scheme: underscores'),
  globalFieldSince('3.4', 'convert_classic_histograms_to_nhcb: true'),
  globalFieldSince('3.5', 'always_scrape_classic_histograms: true'),
  globalFieldSince('3.8', 'scrape_native_histograms: true'),
  {
    place: { in: 'prometheus-config', key: 'scrape_config_files' },
    since: '2.43',
    example: 'scrape_config_files: []\nscrape_configs: []\n',
    source: release('2.43'),
  },
  {
    place: { in: 'prometheus-config', key: 'otlp' },
    since: '2.55',
    example: 'otlp:\n  promote_resource_attributes: [service.name]\nscrape_configs: []\n',
    source: release('2.55'),
  },
  {
    place: { in: 'prometheus-config', key: 'storage.tsdb.out_of_order_time_window' },
    since: '2.39',
    example: 'storage:\n  tsdb:\n    out_of_order_time_window: 10m\nscrape_configs: []\n',
    source: release('2.39'),
  },
  {
    place: { in: 'prometheus-config', key: 'remote_write.*.protobuf_message' },
    since: '2.54',
    example:
      'remote_write:\n  - url: http://store:9090/api/v1/write\n    protobuf_message: io.prometheus.write.v2.Request\nscrape_configs: []\n',
    source: release('2.54'),
  },
  {
    place: { in: 'rules', key: 'groups.*.limit' },
    since: '2.31',
    example: group('    limit: 10\n'),
    source: release('2.31'),
  },
  {
    place: { in: 'rules', key: 'groups.*.rules.*.keep_firing_for' },
    since: '2.42',
    example: group('', '        keep_firing_for: 5m\n'),
    source: release('2.42'),
  },
  {
    place: { in: 'rules', key: 'groups.*.query_offset' },
    since: '2.53',
    example: group('    query_offset: 1m\n'),
    source: release('2.53'),
  },
  {
    place: { in: 'rules', key: 'groups.*.labels' },
    since: '3.0',
    example: group('    labels: { team: shop }\n'),
    source: release('3.0'),
  },
];

const trait = (name: Extract<ChangePlace, { in: 'trait' }>['trait']): ChangePlace => ({
  in: 'trait',
  trait: name,
});

/** What versions of Prometheus dropped, but for flags. */
const DROPPED: readonly VersionChange[] = [
  {
    place: { in: 'command', flag: 'enable-feature', value: 'native-histograms' },
    ignoredSince: '3.9',
    instead: 'write scrape_native_histograms: true in prometheus.yml',
    source: release('3.9'),
  },
  {
    place: { in: 'query', function: 'holt_winters' },
    until: '3.0',
    instead: `write double_exponential_smoothing, and start Prometheus with ${EXPERIMENTAL}`,
    example: 'holt_winters(up[1h], 0.5, 0.5)',
    source: MIGRATION,
  },
  {
    place: { in: 'prometheus-config', key: 'scrape_configs.*.scrape_classic_histograms' },
    until: '3.0',
    instead: 'write always_scrape_classic_histograms',
    source: MIGRATION,
  },
  {
    place: { in: 'prometheus-config', key: 'alerting.alertmanagers.*.api_version', value: 'v1' },
    until: '3.0',
    instead: 'write v2, which Alertmanager has since 0.16',
    example:
      'alerting:\n  alertmanagers:\n    - api_version: v1\n      static_configs:\n        - targets: [alertmanager:9093]\nscrape_configs: []\n',
    source: MIGRATION,
  },
];

/** What Prometheus 3 reads otherwise. */
const READ_OTHERWISE: readonly VersionChange[] = [
  {
    place: trait('whole-bucket'),
    changedIn: '3.0',
    now: 'whole values of le and quantile are stored with ".0", which this matcher does not select',
    instead: 'match both spellings: =~"1(?:[.]0)?" for 1',
    source: MIGRATION,
  },
  {
    place: trait('aligned-subquery'),
    changedIn: '3.0',
    now: 'this subquery has one sample fewer, for its range leaves out the moment it begins with',
    instead: 'make the range one step longer where the number of samples matters',
    source: MIGRATION,
  },
  {
    place: trait('dot-in-regexp'),
    changedIn: '3.0',
    now: "'.' in regular expressions matches line breaks too",
    instead: 'write [^\\n] where a value with several lines must not match',
    severity: 'info',
    source: MIGRATION,
  },
  {
    place: trait('target-without-port'),
    changedIn: '3.0',
    now: 'no port is added to this target, so that its label instance has none and begins new series',
    instead: 'write the port (:80 for http, :443 for https), which keeps the series as they are',
    source: MIGRATION,
  },
  {
    place: trait('untyped-metrics'),
    changedIn: '3.0',
    now: 'a page without the right Content-Type is not scraped, and this one is sent as HTML',
    instead:
      "add res.set('Content-Type', register.contentType), or fallback_scrape_protocol: PrometheusText0.0.4 to the job",
    source: MIGRATION,
  },
  {
    place: { in: 'prometheus-config', key: 'remote_write.*.enable_http2', isMissing: true },
    changedIn: '3.0',
    now: 'remote write speaks HTTP/1.1 unless it is told otherwise',
    instead: 'write enable_http2: true where the receiver needs HTTP/2',
    severity: 'info',
    source: MIGRATION,
  },
];

/** What changed between versions of Prometheus, from 2.25 on. */
export const PROMETHEUS_CHANGES: readonly VersionChange[] = [
  ...FUNCTIONS,
  ...FIELDS,
  ...DROPPED,
  ...READ_OTHERWISE,
];
