/*
 * Fields that Prometheus accepts and that are not read here. They are kept apart so that a valid
 * file gives no issue, and a misspelt field still does.
 */

const DISCOVERIES = [
  'aws',
  'azure',
  'consul',
  'digitalocean',
  'docker',
  'dockerswarm',
  'ec2',
  'eureka',
  'gce',
  'hetzner',
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

const DISCOVERIES_READ = ['dns_sd_configs', 'file_sd_configs', 'http_sd_configs'];

/** Read for jobs and their discovery, and not for Alertmanagers. */
const HTTP_CLIENT_READ = [
  'basic_auth',
  'authorization',
  'bearer_token',
  'bearer_token_file',
  'tls_config',
  'follow_redirects',
  'proxy_url',
  'http_headers',
];

const HTTP_CLIENT = ['oauth2', 'enable_http2', 'no_proxy', 'proxy_from_environment', 'proxy_connect_header'];

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
  global: [...HISTOGRAMS_AND_NAMES, 'rule_query_offset', 'query_log_file'],
  alertmanager: [
    ...DISCOVERIES,
    ...DISCOVERIES_READ,
    ...HTTP_CLIENT,
    ...HTTP_CLIENT_READ,
    'api_version',
    'relabel_configs',
    'alert_relabel_configs',
    'sigv4',
  ],
  scrape: [
    ...DISCOVERIES,
    ...HTTP_CLIENT,
    ...HISTOGRAMS_AND_NAMES,
    'track_timestamps_staleness',
    'fallback_scrape_protocol',
    'enable_compression',
    'native_histogram_bucket_limit',
    'native_histogram_min_bucket_factor',
  ],
  /** Of the clients of discovery. */
  client: HTTP_CLIENT,
} as const;
