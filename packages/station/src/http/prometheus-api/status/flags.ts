import { formatDuration } from '@telltale/model';
import type { StationParts } from '../../../station-parts.ts';

const DEFAULT_TIMEOUT_MS = 120_000;
const LOOKBACK_MS = 300_000;

/** The settings of a station under the names of Prometheus' flags. */
export function flagsOf({
  settings,
  url,
  retention,
}: Pick<StationParts, 'settings' | 'url' | 'retention'>): Readonly<Record<string, string>> {
  const { retentionMs, maxBytes = 0 } = retention.present().metrics;
  return {
    'config.file': settings.definition?.file ?? '',
    'query.lookback-delta': formatDuration(LOOKBACK_MS),
    'query.timeout': formatDuration(settings.queryTimeoutMs ?? DEFAULT_TIMEOUT_MS),
    'storage.tsdb.path': settings.dataFolder,
    'storage.tsdb.retention.size': `${maxBytes}B`,
    'storage.tsdb.retention.time': formatDuration(retentionMs),
    'web.cors.origin': '',
    'web.enable-admin-api': 'true',
    'web.enable-lifecycle': String(settings.lifecycleApi ?? false),
    'web.enable-otlp-receiver': 'false',
    'web.enable-remote-write-receiver': 'false',
    'web.external-url': url,
    'web.listen-address': new URL(url).host,
  };
}
