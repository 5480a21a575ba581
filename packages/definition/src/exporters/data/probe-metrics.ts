import type { MetricDeclarations } from '../../metrics/declaration.ts';

/** Version of blackbox_exporter whose metrics these are, and the day its answers were read. */
export const PROBE_SOURCE = { version: '0.23.0', date: '2026-11-22' } as const;

/** The probes of a definition have names; their label is that of the target, like `instance`. */
const NAMED = { probe: 'any' } as const;

const seconds = (help: string) => ({ kind: 'gauge', help, unit: 'seconds', labels: NAMED }) as const;
const plain = (help: string) => ({ kind: 'gauge', help, unit: '', labels: NAMED }) as const;
const bytes = (help: string) => ({ kind: 'gauge', help, unit: 'bytes', labels: NAMED }) as const;

/** Metrics that blackbox_exporter answers a probe by HTTP, TCP or TLS with. */
export const probeMetrics = () =>
  ({
    probe_success: plain('Displays whether or not the probe was a success'),
    probe_duration_seconds: seconds('Returns how long the probe took to complete in seconds'),
    probe_dns_lookup_time_seconds: seconds('Returns the time taken for probe dns lookup in seconds'),
    probe_ip_protocol: plain('Specifies whether probe ip protocol is IP4 or IP6'),
    probe_ip_addr_hash: plain(
      "Specifies the hash of IP address. It's useful to detect if the IP address changes.",
    ),
    probe_failed_due_to_regex: plain('Indicates if probe failed due to regex'),
    probe_http_duration_seconds: {
      kind: 'gauge',
      help: 'Duration of http request by phase, summed over all redirects',
      unit: 'seconds',
      labels: { ...NAMED, phase: ['resolve', 'connect', 'tls', 'processing', 'transfer'] },
    },
    probe_http_status_code: plain('Response HTTP status code'),
    probe_http_redirects: plain('The number of redirects'),
    probe_http_ssl: plain('Indicates if SSL was used for the final redirect'),
    probe_http_version: plain('Returns the version of HTTP of the probe response'),
    probe_http_content_length: bytes('Length of http content response'),
    probe_http_uncompressed_body_length: bytes('Length of uncompressed response body'),
    probe_http_last_modified_timestamp_seconds: seconds(
      'Returns the Last-Modified HTTP response header in unixtime',
    ),
    // The time of a moment has no unit of its own in Prometheus: only differences are seconds.
    probe_ssl_earliest_cert_expiry: plain('Returns last SSL chain expiry in unixtime'),
    probe_ssl_last_chain_expiry_timestamp_seconds: seconds('Returns last SSL chain expiry in timestamp'),
    probe_ssl_last_chain_info: {
      kind: 'gauge',
      help: 'Contains SSL leaf certificate information',
      unit: '',
      labels: {
        ...NAMED,
        fingerprint_sha256: 'any',
        issuer: 'any',
        subject: 'any',
        subjectalternative: 'any',
      },
    },
    probe_tls_version_info: {
      kind: 'gauge',
      help: 'Returns the TLS version used or NaN when unknown',
      unit: '',
      labels: { ...NAMED, version: ['TLS 1.0', 'TLS 1.1', 'TLS 1.2', 'TLS 1.3'] },
    },
  }) as const satisfies MetricDeclarations;
