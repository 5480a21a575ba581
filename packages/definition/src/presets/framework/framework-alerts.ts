import type { AlertDeclaration, Severity } from '../../rules/alert.ts';
import { alert } from '../../rules/alert.ts';
import { runbooksIn } from '../../rules/runbook.ts';
import type { Duration } from '../../time/duration.ts';
import { failedShare } from './failed-requests.ts';
import type { FrameworkQueries } from './framework-metrics.ts';

/** When an alert of the framework fires. */
export interface FrameworkAlertOptions {
  /** Another name; that of the option by default. */
  readonly name?: string;
  /** How long it must hold. */
  readonly for?: Duration;
  readonly severity?: Severity;
}

/** The alerts of the framework; `false` leaves one out. */
export interface FrameworkAlerts {
  /** 95 % of the requests stay below so many `seconds`, 1 by default; after 5m, a warning. */
  readonly high_latency?: false | (FrameworkAlertOptions & { readonly seconds?: number });
  /** The process has at most so many `bytes` of memory, 1e9 by default; after 10m, critical. */
  readonly high_memory?: false | (FrameworkAlertOptions & { readonly bytes?: number });
  /** At most so many `percent` of the requests fail, 5 by default; after 5m, a warning. */
  readonly high_errors?: false | (FrameworkAlertOptions & { readonly percent?: number });
}

/** The alerts of a service, and one for when it goes away. */
export function frameworkAlerts(
  m: FrameworkQueries,
  job: string,
  { high_latency = {}, high_memory = {}, high_errors = {} }: FrameworkAlerts,
  runbooks: string | undefined,
): Readonly<Record<string, AlertDeclaration>> {
  const runbook = runbooksIn(runbooks);
  return {
    ...(high_latency && {
      [high_latency.name ?? 'high_latency']: alert({
        when: m.request_duration_seconds.quantile(0.95, '5m').above({ s: high_latency.seconds ?? 1 }),
        for: high_latency.for ?? '5m',
        onNoData: 'ignore',
        severity: high_latency.severity ?? 'warning',
        runbook: runbook(high_latency.name ?? 'high_latency'),
        summary: ({ value }) => `One request in twenty takes longer than ${value}`,
      }),
    }),
    ...(high_memory && {
      [high_memory.name ?? 'high_memory']: alert({
        when: m.memory_usage_bytes
          .now()
          .max('instance')
          .above(high_memory.bytes ?? 1e9),
        for: high_memory.for ?? '10m',
        onNoData: 'ignore',
        severity: high_memory.severity ?? 'critical',
        runbook: runbook(high_memory.name ?? 'high_memory'),
        summary: ({ labels, value }) => `${labels.instance} uses ${value} of memory`,
      }),
    }),
    ...(high_errors && {
      [high_errors.name ?? 'high_errors']: errorAlert(
        m,
        high_errors,
        runbook(high_errors.name ?? 'high_errors'),
      ),
    }),
    service_down: alert({
      when: m.up(job).below(1),
      for: '1m',
      onNoData: 'fire',
      severity: 'critical',
      runbook: runbook('service_down'),
      summary: ({ labels }) => `${labels.job} at ${labels.instance} does not answer`,
    }),
  };
}

function errorAlert(
  m: FrameworkQueries,
  options: FrameworkAlertOptions & { readonly percent?: number },
  runbook: string,
): AlertDeclaration {
  return alert({
    when: failedShare(m, '5m').above({ percent: options.percent ?? 5 }),
    for: options.for ?? '5m',
    onNoData: 'ignore',
    severity: options.severity ?? 'warning',
    runbook,
    summary: ({ value }) => `${value} of the requests fail`,
  });
}
