import { promql } from '../../query/promql.ts';
import type { Catalogue } from '../../query/catalogue.ts';
import type { AlertDeclaration } from '../../rules/alert.ts';
import { alert } from '../../rules/alert.ts';
import type { PackContext } from '../create-pack.ts';
import type { probeMetrics } from '../data/probe-metrics.ts';

const DAY_SECONDS = 86_400;
/** Certificates are usually renewed earlier: whoever has so few days left has missed that. */
const EXPIRES_SOON_SECONDS = 14 * DAY_SECONDS;
const EXPIRES_NOW_SECONDS = 3 * DAY_SECONDS;

const SLOW_SECONDS = 2;

type ProbeCatalogue = Catalogue<ReturnType<typeof probeMetrics>, string>;

/** The alerts that come with probes. */
export function probeAlerts(
  m: ProbeCatalogue,
  { job, runbook }: PackContext,
): Readonly<Record<string, AlertDeclaration>> {
  return {
    ProbeFailed: alert({
      when: m.probe_success.now().min('probe', 'instance').below(1),
      for: '2m',
      onNoData: 'ignore',
      severity: 'critical',
      runbook: runbook('ProbeFailed'),
      summary: ({ labels }) => `${labels.probe} at ${labels.instance} does not answer as it should`,
    }),
    ProbeNotMade: alert({
      when: m.up(job).below(1),
      for: '5m',
      onNoData: 'fire',
      severity: 'warning',
      runbook: runbook('ProbeNotMade'),
      summary: ({ labels }) => `Nobody knows whether ${labels.instance} answers: the prober itself does not`,
    }),
    ProbeSlow: alert({
      when: m.probe_duration_seconds.avgOverTime('10m').max('probe', 'instance').above({ s: SLOW_SECONDS }),
      for: '10m',
      onNoData: 'ignore',
      severity: 'warning',
      runbook: runbook('ProbeSlow'),
      summary: ({ labels, value }) => `${labels.probe} at ${labels.instance} takes ${value} to answer`,
    }),
    CertificateExpiresSoon: alert({
      when: promql`${secondsLeft(m)} < ${EXPIRES_SOON_SECONDS}`,
      for: '1h',
      onNoData: 'ignore',
      severity: 'warning',
      runbook: runbook('CertificateExpiresSoon'),
      summary:
        'A certificate of {{ $labels.probe }} at {{ $labels.instance }} expires in {{ $value | humanizeDuration }}',
    }),
    CertificateExpires: alert({
      when: promql`${secondsLeft(m)} < ${EXPIRES_NOW_SECONDS}`,
      for: '10m',
      onNoData: 'ignore',
      severity: 'critical',
      runbook: runbook('CertificateExpires'),
      summary:
        'A certificate of {{ $labels.probe }} at {{ $labels.instance }} expires in {{ $value | humanizeDuration }}',
    }),
  };
}

/** How long the certificate is valid that expires first. */
export function secondsLeft(m: ProbeCatalogue) {
  return promql`${m.probe_ssl_earliest_cert_expiry.now().min('probe', 'instance')} - time()`;
}
