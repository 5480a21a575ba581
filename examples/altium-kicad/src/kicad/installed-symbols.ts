import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import type { KnownPart } from './known-parts.ts';

const DEFAULT_FOLDER = process.env.KICAD_SYMBOL_DIR ?? '/usr/share/kicad/symbols';

/** The symbols of the KiCad libraries on this machine, such as Debian's `kicad-symbols`; often none. */
export function installedSymbols(folder: string = DEFAULT_FOLDER): readonly KnownPart[] {
  return globSync('*.kicad_sym', { cwd: folder }).flatMap((file) => {
    const library = basename(file, '.kicad_sym');
    // Symbols are indented once, their units twice.
    const names = readFileSync(join(folder, file), 'utf8').matchAll(/^(?: {2}|\t)\(symbol "([^"]+)"/gm);
    return [...names].map(([, name]) => ({ name: `${library}:${name}`, aliases: [] }));
  });
}
