import { existsSync } from 'node:fs';
import { join } from 'node:path';

import type { Workspace, WorkspacePackage } from './workspace.ts';
import { shortPath } from './workspace.ts';

/** Where package.json or tsconfig.json say something else than `architecture.json`, one sentence each. */
export function declarationFaults(workspace: Workspace): readonly string[] {
  return workspace.packages.flatMap((item) => {
    const targets = targetsOf(workspace, item);
    const compiled = targets.filter(({ entries }) => entries.some((entry) => entry !== './package.json'));
    return [
      ...differences(
        `${item.folder}/package.json: dependencies`,
        item.declared,
        targets.map(({ name }) => name),
      ),
      ...differences(
        `${item.folder}/tsconfig.json: references`,
        item.references,
        compiled.map(({ folder }) => folder),
      ),
    ];
  });
}

function targetsOf(workspace: Workspace, item: WorkspacePackage): readonly WorkspacePackage[] {
  const keys = new Set([...item.imports, ...item.typeImports.map((entry) => entry.split('/')[0])]);
  return workspace.packages.filter(({ key }) => keys.has(key));
}

function differences(place: string, found: readonly string[], wanted: readonly string[]): readonly string[] {
  return [
    ...wanted
      .filter((name) => !found.includes(name))
      .map((name) => `${place} lack ${name} of architecture.json`),
    ...found
      .filter((name) => !wanted.includes(name))
      .map((name) => `${place} have ${name}, which architecture.json does not allow`),
  ];
}

/** Packages without a README. */
export function readmeFaults(workspace: Workspace): readonly string[] {
  return workspace.packages
    .filter(({ folder }) => !existsSync(join(workspace.root, folder, 'README.md')))
    .map(({ folder }) => `${folder} has no README.md`);
}

/** Folders of files that hold nothing but data, such as names read from a page: they are as long as that. */
const DATA_FILE = /[/\\]data[/\\][^/\\]+$/;

/** Source files with more lines than allowed. */
export function sizeFaults(workspace: Workspace, maxLines: number): readonly string[] {
  return workspace.packages
    .flatMap(({ sources }) => sources)
    .filter(({ path }) => !DATA_FILE.test(path))
    .map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }))
    .filter(({ lines }) => lines > maxLines)
    .map(({ path, lines }) => `${shortPath(workspace, path)} has ${lines} lines, ${maxLines} are allowed`);
}
