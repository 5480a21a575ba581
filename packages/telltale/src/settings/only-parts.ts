import { DEFAULT_CONTAINERS } from '@telltale/definition';
import type { ResolvedCollectors } from '@telltale/definition';
import { TelltaleError, closestName } from '@telltale/model';
import type { ReloadedSettings, StationSettings } from '@telltale/station';
import { NO_COLLECTORS } from '@telltale/station';

/** Parts of a station that can be left out. Its store and its API are always there. */
export const STATION_PARTS = ['scrape', 'rules', 'intake', 'ui', 'host', 'containers', 'databases'] as const;

/** One of {@link STATION_PARTS}. */
export type StationPart = (typeof STATION_PARTS)[number];

/** The option that starts a station with some of its parts. */
export interface OnlyOption {
  /** Their names, also several in one text with commas between them. */
  readonly only?: readonly string[];
}

/**
 * The parts that a station is started with; `undefined` where none is named, and all of them are there.
 *
 * @throws TelltaleError TT_USAGE for a name that is none, with the nearest that is one
 */
export function onlyParts({ only }: OnlyOption): ReadonlySet<StationPart> | undefined {
  const names = only?.flatMap((text) => text.split(',')).map((name) => name.trim());
  return names && new Set(names.filter((name) => name !== '').map(partOf));
}

function partOf(name: string): StationPart {
  const part = STATION_PARTS.find((one) => one === name);
  if (part !== undefined) return part;
  const near = closestName(name, STATION_PARTS);
  const question = near === undefined ? '' : `Did you mean ${near}? `;
  throw new TelltaleError('TT_USAGE', `--only: "${name}" is no part of a station`, {
    fix: `${question}Parts are ${STATION_PARTS.join(', ')}.`,
  });
}

/** Settings of a station with these parts alone, also after a reload. */
export function withOnly(
  settings: StationSettings,
  parts: ReadonlySet<StationPart> | undefined,
): StationSettings {
  if (parts === undefined) return settings;
  const { reload, otlp, ...rest } = settings;
  return {
    ...reloadedWith(rest, parts),
    collectHost: parts.has('host') && settings.collectHost,
    hasPages: parts.has('ui'),
    takesPushes: parts.has('intake'),
    ...(parts.has('intake') && otlp && { otlp }),
    ...(reload && { reload: async () => reloadedWith(await reload(), parts) }),
  };
}

function reloadedWith<Settings extends ReloadedSettings>(
  settings: Settings,
  parts: ReadonlySet<StationPart>,
): Settings {
  const { notifier, alertmanagers, ...rest } = settings;
  return {
    ...rest,
    ...(parts.has('rules') ? { notifier, alertmanagers } : { ruleGroups: [] }),
    ...(!parts.has('scrape') && { targets: [], exporters: [] }),
    collectors: collectorsWith(settings.collectors ?? NO_COLLECTORS, parts),
  } as Settings;
}

/** Containers that are asked for by name are read, also when the definition says nothing of them. */
function collectorsWith(
  { containers = DEFAULT_CONTAINERS, ...collectors }: ResolvedCollectors,
  parts: ReadonlySet<StationPart>,
): ResolvedCollectors {
  return {
    ...collectors,
    ...(!parts.has('databases') && { postgres: [], redis: [] }),
    ...(!parts.has('host') && { host: false }),
    ...(parts.has('containers') && { containers }),
  };
}
