import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A script of query tests. */
export interface ScriptFile {
  /** File name without folder. */
  readonly name: string;
  readonly text: string;
}

/** The scripts (`*.test`) in a folder by name, or why there are none, for people. */
export function readScripts(folder: string): readonly ScriptFile[] | string {
  const stats = statSync(folder, { throwIfNoEntry: false });
  if (!stats) return `There is no folder ${folder}. Name the folder that has the *.test files.`;
  if (!stats.isDirectory()) return `${folder} is no folder. Name the folder that has the *.test files.`;
  const names = readdirSync(folder).filter((name) => name.endsWith('.test'));
  if (names.length === 0) return `${folder} has no *.test files.`;
  return names.toSorted().map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
}
