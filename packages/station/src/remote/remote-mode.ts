import type { SourceSettings } from '../discovery/station-sources.ts';
import { NO_COLLECTORS } from '../discovery/station-sources.ts';
import type { ReloadedSettings, StationSettings } from '../settings.ts';

const NOTHING = { targets: [], collectors: NO_COLLECTORS, exporters: [] } satisfies SourceSettings;

/**
 * The settings as they are where the station reads from another server: that one scrapes and evaluates the rules. The
 * station scrapes only what it sends on.
 */
export function inRemoteMode(settings: StationSettings): StationSettings {
  if (!settings.remote) return settings;
  const scrapes = scrapesTargets(settings);
  const without = { ruleGroups: [], ...(!scrapes && NOTHING) } satisfies Partial<ReloadedSettings>;
  const { reload } = settings;
  return {
    ...settings,
    ...without,
    collectHost: settings.collectHost && scrapes,
    ...(reload && { reload: async () => ({ ...(await reload()), ...without }) }),
  };
}

/** Whether the station scrapes: for itself, or to send it on. */
export function scrapesTargets({ remote, forward }: Pick<StationSettings, 'remote' | 'forward'>): boolean {
  return !remote || (forward?.metrics ?? []).length > 0;
}
