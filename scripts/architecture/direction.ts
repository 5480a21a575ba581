import { dirname, join, resolve, sep } from 'node:path';

import type { SourceFile, SourceImport } from './source-file.ts';
import type { Workspace, WorkspacePackage } from './workspace.ts';
import { shortPath } from './workspace.ts';

/** Imports that go against `architecture.json` or around a package's entries, one sentence each. */
export function directionFaults(workspace: Workspace): readonly string[] {
  return workspace.packages.flatMap((importer) =>
    importer.sources.flatMap((source) =>
      source.imports.flatMap((imported) => importFaults(workspace, importer, source, imported)),
    ),
  );
}

function importFaults(
  workspace: Workspace,
  importer: WorkspacePackage,
  source: SourceFile,
  imported: SourceImport,
): readonly string[] {
  const { specifier, line } = imported;
  const fault = specifier.startsWith('.')
    ? relativeFault(workspace, importer, source, specifier)
    : packageFault(workspace, importer, imported);
  if (fault === undefined) return [];
  return [`${shortPath(workspace, source.path)}:${line}: '${specifier}' ${fault}`];
}

function relativeFault(
  workspace: Workspace,
  importer: WorkspacePackage,
  source: SourceFile,
  specifier: string,
): string | undefined {
  const target = resolve(dirname(source.path), specifier);
  if (target.startsWith(join(workspace.root, importer.folder) + sep)) return undefined;
  // How servers are started and waited for is the same in tests of parts and of the whole.
  const isSupport = target.startsWith(join(workspace.root, 'test', 'support') + sep);
  if (isSupport && source.path.endsWith('.test.ts')) return undefined;
  return `leaves the package ${importer.key}: import other packages by name`;
}

function packageFault(
  workspace: Workspace,
  importer: WorkspacePackage,
  { specifier, isType }: SourceImport,
): string | undefined {
  const target = workspace.packages.find(
    ({ name }) => specifier === name || specifier.startsWith(`${name}/`),
  );
  if (!target) return undefined;
  const entry = `.${specifier.slice(target.name.length)}`;
  if (!target.entries.includes(entry))
    return `is not an entry of ${target.key} (its export map has no "${entry}")`;
  if (importer.imports.includes(target.key)) return undefined;
  if (importer.typeImports.includes(`${target.key}${entry.slice(1)}`)) {
    return isType ? undefined : `may only be imported as types by ${importer.key}: use "import type"`;
  }
  const allowed = importer.imports.join(', ') || 'nothing';
  return `is against the direction: ${importer.key} may import ${allowed} (architecture.json)`;
}
