import { probes } from '@telltale/definition';
import type { MetricFamily } from '@telltale/model';
import { family } from '../collectors/plain-family.ts';
import type { CertificateFacts } from './certificate-facts.ts';
import { ipHash } from './ip-hash.ts';
import type { HttpFacts, ProbeFacts } from './probe-facts.ts';

const { metrics: METRICS } = probes({});

type MetricName = keyof typeof METRICS;

/** The metrics of a probe, as blackbox_exporter has them. */
export function probeFamilies(facts: ProbeFacts, durationSeconds: number): readonly MetricFamily[] {
  const { reason, address, lookupSeconds, isRefusedByPattern, certificates, http } = facts;
  return [
    plain('probe_success', reason === '' ? 1 : 0),
    plain('probe_duration_seconds', durationSeconds),
    plain('probe_dns_lookup_time_seconds', lookupSeconds),
    plain('probe_ip_protocol', address?.family ?? 0),
    plain('probe_ip_addr_hash', address ? ipHash(address.ip) : 0),
    plain('probe_failed_due_to_regex', isRefusedByPattern ? 1 : 0),
    ...(certificates ? certificateFamilies(certificates) : []),
    ...(http ? httpFamilies(http, address !== undefined) : []),
  ];
}

function certificateFamilies(facts: CertificateFacts): readonly MetricFamily[] {
  return [
    plain('probe_ssl_earliest_cert_expiry', facts.earliestExpirySeconds),
    plain('probe_ssl_last_chain_expiry_timestamp_seconds', facts.chainExpirySeconds),
    gauge('probe_ssl_last_chain_info', [[facts.leaf, 1]]),
    gauge('probe_tls_version_info', [[{ version: facts.version }, 1]]),
  ];
}

function httpFamilies(facts: HttpFacts, isAsked: boolean): readonly MetricFamily[] {
  const { resolve, ...others } = facts.phases;
  // Where the name has no address there is nothing after the look-up.
  const phases = Object.entries({ resolve, ...(isAsked && others) });
  return [
    gauge(
      'probe_http_duration_seconds',
      phases.map(([phase, seconds]) => [{ phase }, seconds]),
    ),
    plain('probe_http_status_code', facts.status),
    plain('probe_http_redirects', facts.redirects),
    plain('probe_http_ssl', facts.isTls ? 1 : 0),
    plain('probe_http_version', facts.version),
    plain('probe_http_content_length', facts.contentLength),
    plain('probe_http_uncompressed_body_length', facts.bodyLength),
    ...(facts.lastModifiedSeconds === undefined
      ? []
      : [plain('probe_http_last_modified_timestamp_seconds', facts.lastModifiedSeconds)]),
  ];
}

function plain(name: MetricName, value: number): MetricFamily {
  return gauge(name, [[{}, value]]);
}

function gauge(
  name: MetricName,
  samples: readonly (readonly [labels: Readonly<Record<string, string>>, value: number])[],
): MetricFamily {
  return family('gauge', name, METRICS[name].help, samples);
}
