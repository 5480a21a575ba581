import type { Workspace } from '../architecture/workspace.ts';

/**
 * The packages and who imports whom, as a Mermaid drawing. What follows from other arrows is left out:
 * whoever may import a package may import what that one imports only where `architecture.json` says so,
 * but the picture shows the order of the layers.
 */
export function printPackagePicture(workspace: Workspace): string {
  const importsByKey = new Map(workspace.packages.map(({ key, imports }) => [key, imports]));
  const reaches = (from: string, to: string): boolean =>
    (importsByKey.get(from) ?? []).some((key) => key === to || reaches(key, to));
  const lines = workspace.packages.flatMap(({ key, imports, typeImports }) => [
    `  ${key}["${key}"]`,
    ...imports
      .filter((target) => !imports.some((other) => other !== target && reaches(other, target)))
      .map((target) => `  ${key} --> ${target}`),
    ...typeImports.map((entry) => `  ${key} -. types .-> ${entry.split('/')[0]}`),
  ]);
  return ['```mermaid', 'flowchart TD', ...lines, '```'].join('\n');
}
