import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { findUpward } from './find-upward.ts';

/** The name in the `package.json` of a folder or one above it, otherwise the name of the folder. */
export function programName(folder: string): string {
  const file = findUpward(folder, ['package.json']);
  try {
    const { name }: { name?: unknown } = file === undefined ? {} : JSON.parse(readFileSync(file, 'utf8'));
    if (typeof name === 'string' && name !== '') return name;
  } catch {
    // A package.json that cannot be read has no name.
  }
  return basename(folder) || 'application';
}
