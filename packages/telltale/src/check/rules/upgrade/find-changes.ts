import type { VersionChange, VersionedProgram } from '@telltale/manifests';
import { PROGRAM_VERSIONS } from '@telltale/manifests';
import type { RuleFinding } from '../../finding.ts';
import { knownImageOf, versionNumbers } from '../../stack/image-reference.ts';
import { usedImages } from '../../stack/used-image.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import type { ChangeEffect, ChangeVerdict } from './change-verdict.ts';
import type { ChangeSighting } from './change-sighting.ts';
import { verdictOf } from './change-verdict.ts';
import { filePlaces } from './file-places.ts';
import { queryPlaces } from './query-places.ts';
import { stackPlaces } from './stack-places.ts';
import { traitPlaces } from './trait-places.ts';

/** Something that an upgrade changes, and where it is written. */
export interface ChangeFinding extends RuleFinding {
  readonly effect: ChangeEffect;
}

const KNOWN = new WeakMap<Workspace, readonly ChangeFinding[]>();

/** Everything in the workspace that the target versions make a difference to; found once for all rules. */
export function findChanges(workspace: Workspace): readonly ChangeFinding[] {
  const known = KNOWN.get(workspace);
  if (known) return known;
  const findings = PROGRAM_VERSIONS.flatMap(({ program, title, changes }) => {
    const target = workspace.targetVersions.get(program);
    if (!target) return [];
    const upgrade = { title, target, running: runningVersions(workspace, program) };
    const verdicts = new Map<VersionChange, ChangeVerdict>();
    for (const change of changes) {
      const verdict = verdictOf(change, upgrade);
      if (verdict) verdicts.set(change, verdict);
    }
    return findingsOf(workspace, program, verdicts);
  });
  KNOWN.set(workspace, findings);
  return findings;
}

function findingsOf(
  workspace: Workspace,
  program: VersionedProgram,
  verdicts: ReadonlyMap<VersionChange, ChangeVerdict>,
): readonly ChangeFinding[] {
  const changes = [...verdicts.keys()];
  const sightings: readonly ChangeSighting[] = [
    ...queryPlaces(workspace, changes),
    ...filePlaces(workspace, changes),
    ...stackPlaces(workspace, program, changes),
    ...traitPlaces(workspace, changes),
  ];
  return sightings.flatMap(({ change, place }) => {
    const verdict = verdicts.get(change);
    if (!verdict) return [];
    return [{ place, ...verdict, ...(change.severity && { severity: change.severity }) }];
  });
}

/** The versions of a program that images in sight have, where their tags tell. */
function runningVersions(workspace: Workspace, program: VersionedProgram): readonly (readonly number[])[] {
  return usedImages(workspace)
    .filter(({ repository }) => knownImageOf(repository)?.component === program)
    .flatMap(({ tag }) => {
      const numbers = versionNumbers(tag ?? '');
      return numbers ? [numbers] : [];
    });
}
