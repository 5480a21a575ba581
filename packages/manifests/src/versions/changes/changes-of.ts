import type { KnownFlag } from '../known-version.ts';
import { KNOWN_FEATURES, KNOWN_FLAGS, KNOWN_IMAGES } from '../known-versions.ts';
import { ALERTMANAGER_CHANGES } from './alertmanager-changes.ts';
import { GRAFANA_CHANGES } from './grafana-changes.ts';
import { PROMETHEUS_CHANGES } from './prometheus-changes.ts';
import type { ChangePlace, VersionChange, VersionedProgram } from './version-change.ts';

/** A program with all that is known of its versions. */
export interface ProgramVersions {
  readonly program: VersionedProgram;
  /** As people write it. */
  readonly title: string;
  /** Versions below are not described. */
  readonly oldest: string;
  /** The newest version that is described, such as `3.14.0`. */
  readonly newest: string;
  readonly changes: readonly VersionChange[];
}

/** What Prometheus is started with; nothing of the others has a page of its own. */
const COMMAND_LINE = 'https://prometheus.io/docs/prometheus/latest/command-line/prometheus/';

/** Every program whose changes are known. */
export const PROGRAM_VERSIONS: readonly ProgramVersions[] = [
  versionsOf('prometheus', 'Prometheus', '2.25', PROMETHEUS_CHANGES),
  versionsOf('alertmanager', 'Alertmanager', '0.22', ALERTMANAGER_CHANGES),
  versionsOf('grafana', 'Grafana', '9', GRAFANA_CHANGES),
];

function versionsOf(
  program: VersionedProgram,
  title: string,
  oldest: string,
  own: readonly VersionChange[],
): ProgramVersions {
  const newest = (KNOWN_IMAGES.find(({ component }) => component === program)?.tag ?? '').replace(/^v/, '');
  return { program, title, oldest, newest, changes: [...own, ...ofCommandLine(program)] };
}

function ofCommandLine(program: VersionedProgram): readonly VersionChange[] {
  return [
    ...KNOWN_FLAGS.map((known) => ({ known, place: { in: 'command', flag: known.flag } as const })),
    ...KNOWN_FEATURES.map(({ feature, ...known }) => ({
      known: { ...known, flag: 'enable-feature' },
      place: { in: 'command', flag: 'enable-feature', value: feature } as const,
    })),
  ].flatMap(({ known, place }) => (known.component === program ? [changeOfFlag(known, place)] : []));
}

function changeOfFlag(
  { since, until, noEffectSince, instead }: KnownFlag,
  place: ChangePlace,
): VersionChange {
  return {
    place,
    ...(since !== undefined && { since }),
    ...(until !== undefined && { until }),
    ...(noEffectSince !== undefined && { ignoredSince: noEffectSince }),
    instead: instead.startsWith('nothing')
      ? `remove it${instead.slice('nothing'.length)}`
      : `write ${instead}`,
    source: COMMAND_LINE,
  };
}
