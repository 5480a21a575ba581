import type { SourceNode } from '@telltale/formats';
import type { VersionChange, VersionedProgram } from '@telltale/manifests';
import type { SourceRange } from '@telltale/model';
import type { FindingPlace } from '../../finding.ts';
import { allPanels } from '../dash/panels.ts';
import { commandFlags } from '../../stack/command-flag.ts';
import { componentOf } from '../../stack/component.ts';
import { composeServices } from '../../stack/compose-service.ts';
import type { EnvironmentVariable } from '../../stack/environment-variable.ts';
import { composeVariables, containerVariables } from '../../stack/environment-variable.ts';
import { containersOf } from '../../stack/kubernetes-object.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import type { ChangeSighting } from './change-sighting.ts';

interface Container {
  readonly node: SourceNode;
  readonly placeOf: (range: SourceRange) => FindingPlace;
  readonly variables: readonly EnvironmentVariable[];
}

/** Where a stack starts a program with flags and variables that changed, and dashboards with such panels. */
export function* stackPlaces(
  workspace: Workspace,
  program: VersionedProgram,
  changes: readonly VersionChange[],
): Iterable<ChangeSighting> {
  for (const container of containers(workspace)) {
    if (componentOf(container) !== program) continue;
    for (const change of changes) yield* inContainer(container, change);
  }
  const types = new Map(
    changes.flatMap((change) => (change.place.in === 'panel' ? [[change.place.type, change] as const] : [])),
  );
  if (types.size === 0) return;
  for (const { panel, dashboard } of allPanels(workspace)) {
    const change = dashboard.origin === 'grafana' ? types.get(panel.type) : undefined;
    if (change) yield { change, place: panel.placeOf('type') };
  }
}

function containers(workspace: Workspace): readonly Container[] {
  return [
    ...composeServices(workspace).map(({ node, placeOf }) => ({
      node,
      placeOf,
      variables: composeVariables(node),
    })),
    ...containersOf(workspace).map(({ node, placeOf }) => ({
      node,
      placeOf,
      variables: containerVariables(node),
    })),
  ];
}

function* inContainer(
  { node, placeOf, variables }: Container,
  change: VersionChange,
): Iterable<ChangeSighting> {
  const { place } = change;
  if (place.in === 'command') {
    for (const { name, value, range } of commandFlags(node)) {
      const isMeant = place.value === undefined || value.split(',').includes(place.value);
      if (name === place.flag && isMeant) yield { change, place: placeOf(range) };
    }
  }
  if (place.in === 'environment') {
    for (const { name, value, range } of variables) {
      const isOn = !/^(?:false|0|f|no|off)?$/i.test(value);
      if (name === place.variable && isOn) yield { change, place: placeOf(range) };
    }
  }
}
