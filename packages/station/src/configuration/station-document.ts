import { printYamlDocument } from '@telltale/formats';
import type { StationSettings } from '../settings.ts';
import { shownSettings } from './hide-secrets.ts';

/** What {@link stationDocument} shows beside the settings. */
export interface StationDocumentOptions {
  readonly url: string;
  readonly retentionMs: number;
}

/** The options of a station that no other program has a word for: access, storage, limits, collectors, ways out. */
export function stationDocument(settings: StationSettings, options: StationDocumentOptions): string {
  const { definition, logs, traces, collectors, exporters, queryLimits } = settings;
  const metrics = { retentionMs: options.retentionMs, maxBytes: settings.retentionBytes };
  return printYamlDocument(
    shownSettings({
      version: settings.version,
      definition: definition && { service: definition.service, file: definition.file },
      listen: { url: options.url, host: settings.host, tls: settings.tls, otlp: settings.otlp },
      access: {
        pages: settings.hasPages ?? true,
        pushes: settings.takesPushes ?? true,
        lifecycleApi: settings.lifecycleApi ?? false,
        adminApi: settings.adminApi ?? false,
      },
      data: { folder: settings.dataFolder, metrics, logs, traces, clickhouse: settings.clickhouse },
      queries: {
        timeoutMs: settings.queryTimeoutMs,
        experimental: settings.experimentalQueries ?? false,
        closedWindows: settings.closedWindows ?? false,
        limits: queryLimits,
      },
      capacity: settings.capacity,
      pages: { refreshMs: settings.uiRefreshMs, rangeMs: settings.uiRangeMs },
      collect: { everyMs: settings.builtInIntervalMs, host: settings.collectHost, ...collectors },
      exporters,
      remote: settings.remote,
      forward: settings.forward,
      openIn: settings.openIn,
    }),
  );
}
