import type { ConfigurationState, StatusResponse } from '../contract.ts';
import type { StationParts } from '../station-parts.ts';

/** The ingest rate is the mean of this long. */
const RATE_WINDOW_MS = 60_000;

/** Figures of the station as a whole; the ingest rate is measured between the calls. */
export function createStatusView(parts: StationParts): () => Promise<StatusResponse> {
  const { settings, store, startedAtMs } = parts;
  let points = [{ atMs: startedAtMs, samples: 0 }];
  return async () => {
    const nowMs = Date.now();
    const stats = store.stats();
    points = points.filter(({ atMs }, i) => i === points.length - 1 || nowMs - atMs <= RATE_WINDOW_MS);
    const [oldest] = points;
    const elapsedSeconds = Math.max(1, (nowMs - oldest.atMs) / 1000);
    const samplesPerSecond = (stats.appendedSamples - oldest.samples) / elapsedSeconds;
    points.push({ atMs: nowMs, samples: stats.appendedSamples });
    return {
      version: settings.version,
      startedAtMs,
      nowMs,
      service: parts.definition.present()?.service ?? '',
      seriesCount: stats.series,
      samplesPerSecond,
      residentBytes: process.memoryUsage.rss(),
      memory: { limitBytes: parts.memory.use().limitBytes ?? null, level: parts.memory.level() },
      storageBytes: stats.diskBytes,
      evaluationIntervalMs: parts.definition.present()?.evaluationIntervalMs ?? 0,
      ui: { refreshMs: settings.uiRefreshMs ?? null, rangeMs: settings.uiRangeMs ?? null },
      remote: parts.remote?.view() ?? null,
      envelope: await parts.capacity.use(),
      configuration: configurationState(parts),
    };
  };
}

function configurationState(parts: StationParts): ConfigurationState {
  const { isSuccessful, lastSuccessMs, lastAttemptMs, error } = parts.alerting.reloader.status();
  return {
    hash: parts.configuration.read().hash,
    file: parts.definition.present()?.file ?? '',
    isReloaded: isSuccessful,
    lastSuccessMs,
    lastAttemptMs,
    error,
    takesReloads: parts.settings.lifecycleApi ?? false,
  };
}
