import type { PanelDeclaration } from '../../dashboards/dashboard-declaration.ts';
import { ratio } from '../../query/ratio.ts';
import type { MigrationQueries } from './migration-metrics.ts';
import { inRow } from '../in-row.ts';

/** The panels of a migration: the four that it always had, and what was only promised. */
export function migrationPanels(m: MigrationQueries): Readonly<Record<string, PanelDeclaration>> {
  return { ...outcomePanels(m), ...inRow('Resources', resourcePanels(m)) };
}

function outcomePanels(m: MigrationQueries): Readonly<Record<string, PanelDeclaration>> {
  return {
    'Migration Success Rate': {
      query: ratio(
        m.migration_success_total.increase('1h').sum(),
        m.migration_success_total.increase('1h').sum().plus(m.migration_errors_total.increase('1h').sum()),
      ),
      kind: 'stat',
      legend: 'Success Rate %',
      description:
        'Share of the components of the last hour that were migrated; the rest was refused, see Error Rate',
    },
    'Migration Duration': {
      queries: {
        'Duration (seconds)': m.migration_duration_seconds.mean('1h', 'type'),
        median: m.migration_duration_seconds.quantile(0.5, '1h'),
        p95: m.migration_duration_seconds.quantile(0.95, '1h'),
      },
      description:
        'Duration of migration operations over the last hour: mean by type, median and the slowest 5 %',
    },
    'Components Processed': {
      query: m.components_processed_total.increase('1h').sum('type'),
      legend: 'Components {{type}}',
      description: 'Components processed in the last hour, by type',
    },
    'Error Rate': {
      query: m.migration_errors_total.rate('auto').sum('error_type'),
      legend: 'Errors {{error_type}}',
      description: 'Components per second that could not be migrated, by reason',
    },
    Throughput: {
      query: m.components_processed_total.rate('auto').sum('type'),
      legend: '{{type}}',
      description: 'Components per second, by type',
    },
    'Mapping confidence': {
      queries: {
        median: m.mapping_confidence.quantile(0.5, '1h'),
        'lowest tenth': m.mapping_confidence.quantile(0.1, '1h'),
      },
      description: 'How sure the mapping is of symbol and footprint; 1 is certain',
    },
    'Recovery attempts': {
      query: m.migration_recovery_attempts_total.increase('auto').sum(),
      legend: 'Attempts',
      description: 'How often the migration had to go on after a failure, such as a lost database',
    },
  };
}

function resourcePanels(m: MigrationQueries): Readonly<Record<string, PanelDeclaration>> {
  return {
    'Memory usage': {
      query: m.memory_usage_bytes.now().max('instance'),
      legend: '{{instance}}',
      description: 'Resident memory of the program',
    },
    'CPU usage': {
      query: m.process_cpu_seconds_total.rate('auto').sum('instance'),
      legend: '{{instance}}',
      description: 'CPU of the program; 100 % is one core',
    },
    'Database connections': {
      query: m.database_connections.now().sum('instance'),
      legend: '{{instance}}',
      description: 'Connections to the database that the program holds',
    },
    'File I/O': {
      query: m.file_io_bytes_total.rate('auto').sum('direction'),
      legend: '{{direction}}',
      description: 'Bytes per second that the program reads and writes',
    },
  };
}
