import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { readWorkspace, shortPath } from '../../scripts/architecture/workspace.ts';
import { exportedSymbols } from './exported-symbols.ts';

const workspace = readWorkspace(join(import.meta.dirname, '..', '..'));

/** The source of every entry that has code: `.` is `src/index.ts`, `./define` is `src/define.ts`. */
function entriesOf(folder: string, entries: readonly string[]): readonly string[] {
  return entries
    .map((entry) => join(workspace.root, folder, 'src', entry === '.' ? 'index.ts' : `${entry}.ts`))
    .filter((file) => existsSync(file));
}

const libraries = workspace.packages
  .map(({ name, folder, entries }) => ({ name, files: entriesOf(folder, entries) }))
  .filter(({ files }) => files.length > 0);

test.each(libraries)('every symbol that $name exports is documented', ({ files }) => {
  const undocumented = files
    .flatMap(exportedSymbols)
    .filter(({ doc }) => doc === undefined || doc.trim() === '')
    .map(({ name, path }) => `${name} (${shortPath(workspace, path)})`);
  expect(undocumented).toEqual([]);
});
