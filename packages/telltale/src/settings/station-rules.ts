import type { AlertingRule, RecordingRule, RuleGroup } from '@telltale/model';
import { parseExpr } from '@telltale/promql';
import { NEARLY_FULL_RATIO } from '@telltale/station';

const DEFAULT_INTERVAL_MS = 60_000;
const FREE = 'telltale_store_disk_free_bytes';
const STORED = 'telltale_store_disk_bytes';
/** A shorter window takes one burst for a trend; a longer one is late. */
const WINDOW = '6h';
const WARN_DAYS = 4;
/** Of a station that started just now, the first minutes say nothing about days. */
const MIN_OBSERVED = '1h';
/** The station's own scrape: a Prometheus beside it has metrics of the same names. */
const SELF = '{job="telltale"}';

/**
 * Rules about the station itself, from its own metrics: what would keep an alert from being noticed. Who
 * tells of them is a receiver too, so one alone does not hear that it cannot be told.
 *
 * @param intervalMs How often they are evaluated. Default: a minute.
 */
export function stationRules(intervalMs: number = DEFAULT_INTERVAL_MS): RuleGroup {
  return {
    name: 'telltale-station',
    file: '',
    intervalMs,
    rules: [
      ...diskRules(),
      ...deliveryRules(),
      ...evaluationRules(),
      ...targetRules(),
      ...intakeRules(),
      ...capacityRules(),
      ...memoryRules(),
      ...certificateRules(),
    ],
  };
}

function diskRules(): RuleGroup['rules'] {
  const growth = `deriv(${STORED}[${WINDOW}])`;
  return [
    recording('telltale:store_days_until_full', `${FREE} / (${growth} > 0) / 86400`),
    alerting(
      'TelltaleDiskFull',
      `predict_linear(${FREE}[${WINDOW}], ${WARN_DAYS} * 86400) < 0 and ${FREE} offset ${MIN_OBSERVED}`,
      {
        severity: 'warning',
        forMs: 10 * 60_000,
        summary: `The disk of the station's data folder is full in less than ${WARN_DAYS} days`,
        description:
          '`telltale advise capacity` says how fast it grows; --retention.time or --retention.size limit it.',
      },
    ),
  ];
}

function deliveryRules(): RuleGroup['rules'] {
  const failed = `increase(alertmanager_notifications_failed_total${SELF}[10m])`;
  return [
    alerting(
      'TelltaleNotificationsFailing',
      `sum by (instance, receiver_name, integration) (${failed}) > 0`,
      {
        severity: 'critical',
        summary: 'Notifications to {{ $labels.receiver_name }} by {{ $labels.integration }} do not arrive',
        description: '`telltale alert deliver --all` says what each receiver answers.',
      },
    ),
    alerting('TelltaleReceiverTestFailed', `telltale_receiver_test_success${SELF} == 0`, {
      severity: 'critical',
      summary: 'The last test message to {{ $labels.receiver_name }} did not arrive',
      description: '`telltale alert deliver --all` sends another one and says what each receiver answers.',
    }),
    alerting(
      'TelltaleAlertmanagerNotTold',
      `sum by (instance, alertmanager) (increase(prometheus_notifications_errors_total${SELF}[10m])) > 0`,
      {
        severity: 'critical',
        forMs: 60_000,
        summary: 'The Alertmanager {{ $labels.alertmanager }} does not take alerts',
        description: 'Alerts are posted to it again until it does; the others of its cluster are told.',
      },
    ),
  ];
}

function evaluationRules(): RuleGroup['rules'] {
  const increase = (metric: string) => `sum by (instance, rule_group) (increase(${metric}${SELF}[10m])) > 0`;
  return [
    alerting('TelltaleRuleFailures', increase('prometheus_rule_evaluation_failures_total'), {
      severity: 'critical',
      summary: 'Rules of {{ $labels.rule_group }} cannot be evaluated: their alerts are dead',
      description: 'The page of alerts shows the error of each rule.',
    }),
    alerting('TelltaleRuleEvaluationsMissed', increase('prometheus_rule_group_iterations_missed_total'), {
      severity: 'warning',
      forMs: 10 * 60_000,
      summary: 'Rules of {{ $labels.rule_group }} take longer than their interval',
      description:
        'Their alerts come late: lengthen the interval, or record what is asked for again and again.',
    }),
    alerting('TelltaleConfigurationRefused', `prometheus_config_last_reload_successful${SELF} == 0`, {
      severity: 'warning',
      summary: 'The station runs on its old configuration: the new one is refused',
      description: 'Its log names the place; mend it and reload again.',
    }),
  ];
}

/** Without its target nothing is known of a program, and no alert of it fires. */
function targetRules(): RuleGroup['rules'] {
  return [
    alerting('TelltaleDiscoveryFailing', `telltale_discovery_failing${SELF} == 1`, {
      severity: 'warning',
      forMs: 10 * 60_000,
      summary: 'Targets of {{ $labels.scrape_job }} cannot be looked for by {{ $labels.mechanism }}',
      description:
        'Those that were found before are scraped on; GET /api/telltale/discovery says what is wrong.',
    }),
    alerting('TelltaleTargetLimit', `telltale_discovery_over_limit${SELF} == 1`, {
      severity: 'critical',
      forMs: 60_000,
      summary: 'No target of {{ $labels.scrape_job }} is scraped: there are more than its limit',
      description: 'Raise limits.targets of the job, or drop targets that are not wanted by relabelling.',
    }),
  ];
}

/** Senders keep what is not taken for some minutes; then it is lost. */
function intakeRules(): RuleGroup['rules'] {
  const overloaded = (signal: 'logs' | 'spans') =>
    `sum by (instance, source) (increase(telltale_${signal}_overloaded_total${SELF}[5m])) > 0`;
  const options = (what: string): AlertOptions => ({
    severity: 'warning',
    forMs: 5 * 60_000,
    summary: `More ${what} come by {{ $labels.source }} than the station can write`,
    description: 'Their senders are told to come again, and give up after a while: log less, or sample.',
  });
  return [
    alerting('TelltaleLogsOverloaded', overloaded('logs'), options('log records')),
    alerting('TelltaleSpansOverloaded', overloaded('spans'), options('spans')),
  ];
}

/** Beyond what it was measured with nobody knows how a station does: there is time to hand over before. */
function capacityRules(): RuleGroup['rules'] {
  return [
    alerting('TelltaleNearCapacity', `telltale_station_capacity_used_ratio${SELF} >= ${NEARLY_FULL_RATIO}`, {
      severity: 'warning',
      forMs: 10 * 60_000,
      summary: '{{ $value | humanizePercentage }} of what one station bears is used: {{ $labels.resource }}',
      description:
        '`telltale doctor capacity` says when the rest is used, and prints what hands over; station.capacity has the limits of a larger machine.',
    }),
  ];
}

/** The station then answers no queries, so that it goes on to scrape and to alert. */
function memoryRules(): RuleGroup['rules'] {
  return [
    alerting('TelltaleMemoryShort', `telltale_memory_level${SELF} >= 2`, {
      severity: 'critical',
      forMs: 60_000,
      summary: 'The station is short of memory: queries are refused, and soon what programs push',
      description:
        'Give it more memory, or scrape fewer series: `telltale advise memory` says which. Scrapes and alerts go on.',
    }),
  ];
}

/** One that counts for a day is renewed within hours, one of a year within weeks. */
function certificateRules(): RuleGroup['rules'] {
  const end = `telltale_tls_certificate_expiry_timestamp_seconds${SELF}`;
  const lifetime = `(${end} - telltale_tls_certificate_start_timestamp_seconds${SELF})`;
  const ends = (days: number, share: number) =>
    `${end} - time() < ${days} * 86400 and ${end} - time() < ${share} * ${lifetime} and ${end} > 0`;
  const description = 'Write the new one into the same files: it counts at once, without a restart.';
  return [
    alerting('TelltaleCertificateExpiresSoon', ends(14, 0.2), {
      severity: 'warning',
      forMs: 10 * 60_000,
      summary: "The station's certificate expires in {{ $value | humanizeDuration }}",
      description,
    }),
    alerting('TelltaleCertificateExpires', ends(3, 0.05), {
      severity: 'critical',
      forMs: 60_000,
      summary: "The station's certificate expires in {{ $value | humanizeDuration }}, and nobody renewed it",
      description,
    }),
    alerting(
      'TelltaleCertificateUnusable',
      `increase(telltale_tls_unusable_certificates_total${SELF}[1h]) > 0 unless ${end} - time() > ${lifetime} * 0.9`,
      {
        severity: 'warning',
        forMs: 10 * 60_000,
        summary: 'A new certificate of the station cannot be used: the one before stays',
        description: 'The log of the station names the file and what is wrong with it.',
      },
    ),
  ];
}

function recording(name: string, query: string): RecordingRule {
  return { kind: 'recording', name, query, expr: parseExpr(query), labels: {} };
}

interface AlertOptions {
  readonly severity: 'warning' | 'critical';
  /** Default: at once. */
  readonly forMs?: number;
  readonly summary: string;
  readonly description: string;
}

function alerting(
  name: string,
  query: string,
  { severity, forMs = 0, summary, description }: AlertOptions,
): AlertingRule {
  return {
    kind: 'alerting',
    name,
    query,
    expr: parseExpr(query),
    labels: { severity },
    forMs,
    keepFiringForMs: 0,
    annotations: { summary, description },
  };
}
