import { globSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseKicadSym } from 'kicadts';

/** The names of the symbols in the text of a library. Throws where it is none. */
export function readSymbolNames(text: string): readonly string[] {
  return parseKicadSym(text).symbols.map(({ libraryId }) => libraryId ?? '');
}

/** How many symbols are in each library of a folder by table, as another program reads them. */
export function writtenSymbols(folder: string): ReadonlyMap<string, number> {
  const files = globSync('*.kicad_sym', { cwd: join(folder, 'out') }).toSorted();
  return new Map(
    files.map((file) => {
      const names = readSymbolNames(readFileSync(join(folder, 'out', file), 'utf8'));
      return [basename(file, '.kicad_sym'), names.length];
    }),
  );
}

/** How many symbols were written in all. */
export function countWritten(folder: string): number {
  return [...writtenSymbols(folder).values()].reduce((sum, count) => sum + count, 0);
}

/** How large the libraries are together. */
export function writtenBytes(folder: string): number {
  const files = globSync('out/*.kicad_sym', { cwd: folder });
  return files.reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
}
