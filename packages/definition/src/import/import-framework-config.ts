import { TelltaleError } from '@telltale/model';
import type { FrameworkOptions } from '../presets/framework/framework.ts';
import { importAlerts } from './import-alerts.ts';
import { importCollectors, importMetrics } from './import-collectors.ts';
import { importDuration } from './import-duration.ts';
import { importLogging } from './import-logging.ts';
import type { ImportNote, Mapping } from './import-notes.ts';
import { ImportNotes, isMapping, listAt, mappingAt } from './import-notes.ts';
import { importTracing } from './import-tracing.ts';
import { noteVisualization } from './import-visualization.ts';

/** Options of the preset, and what was not taken over as it stood. */
export interface ImportedFrameworkConfig {
  /** What `framework(options)` takes. */
  readonly options: FrameworkOptions;
  readonly notes: readonly ImportNote[];
}

const SECTIONS = ['logging', 'metrics', 'tracing', 'monitoring', 'alerts'] as const;

/**
 * Reads the configuration of a service framework: the object with `logging`, `metrics` and `tracing`, the file
 * with `monitoring` and `alerts` (parsed by the caller), or all of them in one. Throws `TT_DEFINITION_INVALID`
 * where it is no mapping; everything else that cannot be taken over stands in the notes.
 *
 * @example
 * ```ts
 * import { importFrameworkConfig } from '@telltale/sdk/define';
 *
 * const { options, notes } = importFrameworkConfig({
 *   alerts: [{ name: 'high_memory', condition: 'memory_usage_bytes > 1GB', duration: '10m', severity: 'critical' }],
 * });
 * console.log(JSON.stringify(options.alerts)); // {"high_memory":{"for":"10m","severity":"critical","bytes":1000000000}}
 * console.log(notes[0].message); // PromQL knows no unit GB: made 1000000000
 * ```
 */
export function importFrameworkConfig(config: unknown): ImportedFrameworkConfig {
  if (!isMapping(config)) {
    throw new TelltaleError('TT_DEFINITION_INVALID', 'a configuration is a mapping of sections', {
      fix: `Sections are ${SECTIONS.join(', ')}.`,
    });
  }
  const notes = new ImportNotes();
  notes.unread(config, SECTIONS, '');
  const { logging, metrics, tracing } = sectionsOf(config, notes);
  const alerts = listAt(config, 'alerts', 'alerts', notes);
  const ofMetrics = importMetrics(metrics, notes);
  const ofFile = importMonitoring(mappingAt(config, 'monitoring', 'monitoring', notes), notes);
  const serviceName = tracing.service_name ?? tracing.serviceName;
  const options: FrameworkOptions = {
    ...ofMetrics,
    ...ofFile,
    ...(typeof serviceName === 'string' && { job: serviceName }),
    ...(Object.hasOwn(config, 'logging') && { logs: importLogging(logging, notes) }),
    ...(Object.hasOwn(config, 'tracing') && { traces: importTracing(tracing, notes) }),
    ...(alerts.length > 0 && { alerts: importAlerts(alerts, notes) }),
  };
  return { options, notes: notes.all };
}

function sectionsOf(
  config: Mapping,
  notes: ImportNotes,
): Readonly<Record<'logging' | 'metrics' | 'tracing', Mapping>> {
  return {
    logging: mappingAt(config, 'logging', 'logging', notes),
    metrics: mappingAt(config, 'metrics', 'metrics', notes),
    tracing: mappingAt(config, 'tracing', 'tracing', notes),
  };
}

/** The section `monitoring` of the file; the file's collectors stand where both say something. */
function importMonitoring(monitoring: Mapping, notes: ImportNotes): FrameworkOptions {
  notes.unread(monitoring, ['metrics', 'storage', 'visualization'], 'monitoring');
  const path = 'monitoring.storage';
  const metrics = mappingAt(monitoring, 'metrics', 'monitoring.metrics', notes);
  const storage = mappingAt(monitoring, 'storage', path, notes);
  const collectors = importCollectors(metrics, notes);
  notes.unread(storage, ['type', 'retention', 'scrape_interval'], path);
  const { type = 'prometheus' } = storage;
  if (type !== 'prometheus') {
    notes.dropped(`${path}.type`, `${JSON.stringify(type)} is none of ours: prometheus is`);
  }
  const retention = importDuration(storage.retention, `${path}.retention`, notes);
  const scrapeEvery = importDuration(storage.scrape_interval, `${path}.scrape_interval`, notes);
  noteVisualization(mappingAt(monitoring, 'visualization', 'monitoring.visualization', notes), notes);
  return {
    ...(Object.keys(collectors).length > 0 && { collectors }),
    ...(retention && { retention }),
    ...(scrapeEvery && { scrapeEvery }),
  };
}
