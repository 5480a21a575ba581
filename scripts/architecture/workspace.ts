import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { SourceFile } from './source-file.ts';
import { readSourceFile } from './source-file.ts';

/** A package as `architecture.json` and its own files describe it. */
export interface WorkspacePackage {
  /** Key in `architecture.json`: the short name. */
  readonly key: string;
  /** Folder, relative to the workspace. */
  readonly folder: string;
  /** Name for imports. */
  readonly name: string;
  /** Keys of the packages it may import. */
  readonly imports: readonly string[];
  /** Entries such as `station/contract` of which it may import types only. */
  readonly typeImports: readonly string[];
  /** Entries of its export map: `.`, `./define`. */
  readonly entries: readonly string[];
  /** Own packages in `dependencies` and `devDependencies`, by import name. */
  readonly declared: readonly string[];
  /** Folders that its tsconfig refers to, relative to the workspace. */
  readonly references: readonly string[];
  readonly sources: readonly SourceFile[];
}

/** All packages of a workspace, in the order of `architecture.json`. */
export interface Workspace {
  /** Absolute path. */
  readonly root: string;
  readonly packages: readonly WorkspacePackage[];
}

interface ArchitectureEntry {
  readonly folder: string;
  readonly name: string;
  readonly imports: readonly string[];
  readonly typeImports?: readonly string[];
}

interface PackageJson {
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

interface TsConfig {
  readonly references?: readonly { readonly path: string }[];
}

function readJson<Shape>(path: string, fallback: Shape): Shape {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : fallback;
}

/** Reads `architecture.json` and every source file of the packages it names. */
export function readWorkspace(root: string): Workspace {
  const { packages } = readJson<{ packages: Readonly<Record<string, ArchitectureEntry>> }>(
    join(root, 'architecture.json'),
    { packages: {} },
  );
  const names = new Set(Object.values(packages).map(({ name }) => name));
  return {
    root,
    packages: Object.entries(packages).map(([key, entry]) => readPackage(root, key, entry, names)),
  };
}

function readPackage(
  root: string,
  key: string,
  entry: ArchitectureEntry,
  names: ReadonlySet<string>,
): WorkspacePackage {
  const folder = join(root, entry.folder);
  const manifest = readJson<PackageJson>(join(folder, 'package.json'), {});
  const tsconfig = readJson<TsConfig>(join(folder, 'tsconfig.json'), {});
  const declared = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
  const files = globSync(['*.config.ts', 'src/**/*.ts', 'src/**/*.tsx'], { cwd: folder });
  return {
    key,
    folder: entry.folder,
    name: entry.name,
    imports: entry.imports,
    typeImports: entry.typeImports ?? [],
    entries: Object.keys(manifest.exports ?? {}),
    declared: declared.filter((name) => names.has(name)),
    references: (tsconfig.references ?? []).map(({ path }) => join(entry.folder, path)),
    sources: files.toSorted().map((file) => readSourceFile(join(folder, file))),
  };
}

/** A path as people name it: relative to the workspace. */
export function shortPath(workspace: Workspace, path: string): string {
  return path.slice(workspace.root.length + 1);
}
