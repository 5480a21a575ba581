import type { ChangePlace, ProgramVersions, VersionChange } from '@telltale/manifests';
import { PROGRAM_VERSIONS, nameOfChange } from '@telltale/manifests';
import { code, printTable } from './table.ts';

/** The page about what versions of other programs took on, dropped or read otherwise. */
export function printVersionChangesPage(): string {
  return [
    '# What versions changed\n',
    'What `telltale check --target-versions` knows ([how to use it](../guides/maintenance.md#before-an-upgrade)), beside the',
    'fields of Alertmanager, whose parser knows since when it has each. Generated from `packages/manifests/src/versions` by',
    '`npm run docs`; do not edit.\n',
    ...PROGRAM_VERSIONS.map(printProgram),
  ].join('\n');
}

function printProgram({ title, oldest, newest, changes }: ProgramVersions): string {
  const rows = changes.flatMap((change) =>
    stepsOf(change).map(([version, what]) => [
      whatOf(change.place),
      version,
      what,
      change.instead ?? '',
      `[notes](${change.source})`,
    ]),
  );
  const table = printTable(['What', 'Version', 'From then on', 'What to do', 'Source'], rows);
  return `## ${title}, ${oldest} to ${newest}\n\n${table}\n`;
}

/** Keys with the way to them: several sections have one of the same name. */
function whatOf(place: ChangePlace): string {
  if (place.in === 'trait') return place.trait.replaceAll('-', ' ');
  if (!('key' in place)) return code(nameOfChange(place));
  return `${code(place.value === undefined ? place.key : `${place.key}: ${place.value}`)} (${place.in})`;
}

function stepsOf(change: VersionChange): readonly (readonly [version: string, what: string])[] {
  const { since, until, ignoredSince, changedIn, now = '' } = change;
  const steps: readonly (readonly [string | undefined, string])[] = [
    [since, 'there; refused before'],
    [until, 'gone'],
    [ignoredSince, 'accepted, without effect'],
    [changedIn, now],
  ];
  return steps.flatMap(([version, what]) => (version === undefined ? [] : [[version, what] as const]));
}
