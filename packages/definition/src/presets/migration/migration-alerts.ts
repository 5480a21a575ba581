import { promql } from '../../query/promql.ts';
import { ratio } from '../../query/ratio.ts';
import type { AlertDeclaration } from '../../rules/alert.ts';
import { alert } from '../../rules/alert.ts';
import { runbooksIn } from '../../rules/runbook.ts';
import type { MigrationQueries } from './migration-metrics.ts';

/** When the alerts of a migration fire. */
export interface MigrationThresholds {
  /** Percent of the components that are refused; 3 by default. */
  readonly errorPercent?: number;
  /** Confidence that three quarters of the components must reach; 0.7 by default. */
  readonly confidence?: number;
  /** Hours within which a migration is expected to succeed; 26 by default. */
  readonly successWithinHours?: number;
}

/** The alerts of a migration. */
export function migrationAlerts(
  m: MigrationQueries,
  job: string,
  { errorPercent = 3, confidence = 0.7, successWithinHours = 26 }: MigrationThresholds,
  runbooks: string | undefined,
): Readonly<Record<string, AlertDeclaration>> {
  const runbook = runbooksIn(runbooks);
  return {
    MigrationErrorRateHigh: alert({
      when: ratio(
        m.migration_errors_total.rate('5m').sum(),
        m.migration_success_total.rate('5m').sum().plus(m.migration_errors_total.rate('5m').sum()),
      ).above({ percent: errorPercent }),
      for: '30s',
      // Between two runs there is nothing to look at.
      onNoData: 'ignore',
      severity: 'warning',
      runbook: runbook('MigrationErrorRateHigh'),
      summary: ({ value }) => `${value} of the components cannot be migrated`,
      description: 'The label error_type of migration_errors_total says why',
    }),
    MigrationStalled: alert({
      when: m.components_processed_total
        .increase('10m')
        .sum('job', 'instance')
        .below(1)
        .and(m.up(job).above(0))
        .unless(m.migration_last_success_timestamp_seconds.now().sum('job', 'instance').above(0)),
      for: '5m',
      onNoData: 'ignore',
      severity: 'warning',
      runbook: runbook('MigrationStalled'),
      summary: ({ labels }) => `The migration at ${labels.instance} runs, and migrates nothing`,
    }),
    LowMappingConfidence: alert({
      when: m.mapping_confidence.quantile(0.25, '10m').below(confidence),
      for: '1m',
      onNoData: 'ignore',
      severity: 'ticket',
      runbook: runbook('LowMappingConfidence'),
      summary: ({ value }) => `A quarter of the components is mapped with a confidence below ${value}`,
    }),
    MigrationTargetDown: alert({
      // A batch program is away most of the time; what counts is that it succeeds now and then.
      when: promql`(${m.up(job)} == 0 or absent(${m.up(job)}))
        unless on (job) time() - max by (job) (${m.migration_last_success_timestamp_seconds.now()}) < ${successWithinHours * 3600}`,
      for: '1m',
      // `absent` stands in the condition.
      onNoData: 'ignore',
      severity: 'warning',
      runbook: runbook('MigrationTargetDown'),
      summary: `No migration is running, and none has succeeded for ${successWithinHours} hours`,
    }),
  };
}
