import {
  alert,
  counter,
  defineMonitoring,
  files,
  gauge,
  histogram,
  nodeRuntime,
  promql,
  ratio,
  webhook,
} from '@telltale/sdk/define';

const minutes = (count: number) => count * 60;
const type = { maxValues: 100 };
const job = 'altium-kicad-migration';

export default defineMonitoring({
  service: job,
  owner: 'team-libraries',
  kits: [nodeRuntime(), files()],

  metrics: {
    // Counted are components, timed are tables; a component is processed when its library is written.
    components_processed_total: counter({
      help: 'Total number of components processed',
      labels: { type },
    }),
    migration_success_total: counter({ help: 'Total number of successful migrations' }),
    migration_errors_total: counter({
      help: 'Total number of migration errors',
      labels: {
        error_type: ['missing_field', 'bad_value', 'duplicate', 'no_symbol', 'no_footprint', 'table_failed'],
      },
    }),
    migration_recovery_attempts_total: counter({ help: 'Readings tried again after the database was lost' }),
    migration_duration_seconds: histogram({
      help: 'Time spent on migration operations',
      unit: 'seconds',
      labels: { type },
      buckets: [1, 2.5, 5, 10, 30, minutes(1), minutes(2), minutes(5), minutes(10), minutes(30)],
    }),
    mapping_confidence: histogram({
      help: 'Distribution of mapping confidence scores',
      unit: 'ratio',
      buckets: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1],
    }),
    memory_usage_bytes: gauge({ help: 'Current memory usage', unit: 'bytes' }),
    database_connections: gauge({ help: 'Current number of database connections' }),
    migration_last_success_timestamp_seconds: gauge({
      help: 'When a migration was last completed, as Unix time',
      unit: 'seconds',
    }),
  },

  targets: { [job]: { address: 'localhost:8080', every: '30s' } },
  receivers: { libraries: webhook({ url: 'http://127.0.0.1:8085/alerts' }) },

  alerts: (m) => ({
    MigrationErrorRateHigh: alert({
      when: ratio(
        m.migration_errors_total.rate('5m').sum(),
        m.migration_success_total.rate('5m').sum().plus(m.migration_errors_total.rate('5m').sum()),
      ).above({ percent: 3 }),
      for: '30s',
      // The program ends, and its metrics with it: what it did wrong must still be seen.
      onNoData: 'keep',
      severity: 'warning',
      summary: 'More than 3 % of the components cannot be converted',
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
      // It is away most of the time.
      onNoData: 'ignore',
      severity: 'warning',
      summary: ({ labels }) => `The migration at ${labels.instance} runs, and converts nothing`,
    }),
    LowMappingConfidence: alert({
      when: m.mapping_confidence.quantile(0.25, '10m').below(0.7),
      for: '1m',
      // Nothing is mapped while no migration runs.
      onNoData: 'ignore',
      severity: 'ticket',
      summary: ({ value }) => `A quarter of the components is mapped with a confidence below ${value}`,
    }),
    MigrationTargetDown: alert({
      // A batch program is away most of the time; this one is expected to succeed once a day.
      when: promql`up{job="${job}"} == 0
        unless on (job) time() - max by (job) (migration_last_success_timestamp_seconds) < ${26 * 3600}`,
      for: '1m',
      // Without the target nobody would notice that no migration runs.
      onNoData: 'fire',
      severity: 'warning',
      summary: 'No migration is running, and none has succeeded for 26 hours',
    }),
  }),

  dashboards: (m) => ({
    'Altium to KiCAD Migration Tool': {
      'Migration Success Rate': {
        query: ratio(
          m.migration_success_total.increase('1h').sum(),
          m.migration_success_total.increase('1h').sum().plus(m.migration_errors_total.increase('1h').sum()),
        ),
        kind: 'stat',
        legend: 'Success Rate %',
        description:
          'Share of the components of the last hour that were converted; see Error Rate for the rest',
      },
      'Migration Duration': {
        queries: {
          mean: m.migration_duration_seconds.mean('1h', 'type'),
          median: m.migration_duration_seconds.quantile(0.5, '1h'),
          p95: m.migration_duration_seconds.quantile(0.95, '1h'),
        },
        description: 'Duration (seconds) of the conversion of a table, over the last hour',
      },
      'Components Processed': {
        query: m.components_processed_total.total().sum('type'),
        legend: 'Components {{type}}',
        description: 'Components converted and written by this run',
      },
      'Error Rate': {
        query: m.migration_errors_total.rate('auto').sum('error_type'),
        legend: 'Errors {{error_type}}',
        description: 'Components per second that were not converted, by reason',
      },
      Throughput: {
        query: m.components_processed_total.rate('auto').sum('type'),
        description: 'Components per second; they are counted when their library is written',
      },
      'Mapping confidence': {
        queries: {
          median: m.mapping_confidence.quantile(0.5, '1h'),
          'lowest tenth': m.mapping_confidence.quantile(0.1, '1h'),
        },
        description: 'How sure the mapping is of symbol and footprint: 1 is the same name',
      },
      'Recovery attempts': m.migration_recovery_attempts_total.increase('auto').sum(),
      'Database connections': m.database_connections.now().sum(),
      Memory: m.memory_usage_bytes.now().max('instance'),
    },
  }),
});
