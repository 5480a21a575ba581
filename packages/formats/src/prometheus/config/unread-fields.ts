/*
 * Fields that Prometheus accepts and that are not read here. They are kept apart so that a valid
 * file gives no issue, and a misspelt field still does.
 */

const DISCOVERIES = [
  'aws',
  'azure',
  'consul',
  'digitalocean',
  'dns',
  'docker',
  'dockerswarm',
  'ec2',
  'eureka',
  'file',
  'gce',
  'hetzner',
  'http',
  'ionos',
  'kubernetes',
  'kuma',
  'lightsail',
  'linode',
  'marathon',
  'nerve',
  'nomad',
  'openstack',
  'ovhcloud',
  'puppetdb',
  'scaleway',
  'serverset',
  'stackit',
  'triton',
  'uyuni',
  'vultr',
].map((name) => `${name}_sd_configs`);

const HTTP_CLIENT = [
  'basic_auth',
  'authorization',
  'oauth2',
  'bearer_token',
  'bearer_token_file',
  'tls_config',
  'follow_redirects',
  'enable_http2',
  'proxy_url',
  'no_proxy',
  'proxy_from_environment',
  'proxy_connect_header',
  'http_headers',
];

const HISTOGRAMS_AND_NAMES = [
  'scrape_protocols',
  'scrape_classic_histograms',
  'convert_classic_histograms_to_nhcb',
  'metric_name_validation_scheme',
  'metric_name_escaping_scheme',
  'keep_dropped_targets',
  'scrape_failure_log_file',
  'extra_scrape_metrics',
];

/** Accepted and not read, by the part of the file. */
export const UNREAD_FIELDS = {
  root: ['runtime', 'storage', 'tracing', 'remote_read', 'otlp', 'scrape_config_files'],
  global: [
    ...HISTOGRAMS_AND_NAMES,
    'scrape_native_histograms',
    'always_scrape_classic_histograms',
    'body_size_limit',
    'rule_query_offset',
    'query_log_file',
    'sample_limit',
    'target_limit',
    'label_limit',
    'label_name_length_limit',
    'label_value_length_limit',
  ],
  alertmanager: [
    ...DISCOVERIES,
    ...HTTP_CLIENT,
    'api_version',
    'relabel_configs',
    'alert_relabel_configs',
    'sigv4',
  ],
  scrape: [
    ...DISCOVERIES,
    ...HTTP_CLIENT,
    ...HISTOGRAMS_AND_NAMES,
    'params',
    'track_timestamps_staleness',
    'fallback_scrape_protocol',
    'enable_compression',
    'native_histogram_bucket_limit',
    'native_histogram_min_bucket_factor',
  ],
} as const;
