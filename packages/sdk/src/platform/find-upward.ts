import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The first file with one of the names in a folder or one above it. */
export function findUpward(folder: string, names: readonly string[]): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const found = names.map((name) => join(at, name)).find((file) => existsSync(file));
    if (found !== undefined || dirname(at) === at) return found;
  }
}
