import { globSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ShippedPackage } from './bill-of-materials.ts';

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** The packages that are published, by their manifests. */
export function shippedPackages(root: string): readonly ShippedPackage[] {
  return readdirSync(join(root, 'packages')).map((folder) => {
    const path = join(root, 'packages', folder);
    const manifest = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')) as Manifest;
    const installed = Object.keys(manifest.dependencies ?? {});
    return { name: manifest.name, dependencies: [...installed, ...bundled(path, manifest)] };
  });
}

/** What its sources import and nobody installs: it is bundled, as libraries are into the pages. */
function bundled(path: string, { devDependencies = {} }: Manifest): readonly string[] {
  const candidates = Object.keys(devDependencies).filter((name) => !name.startsWith('@telltale/'));
  if (candidates.length === 0) return [];
  const sources = globSync('src/**/*.{ts,tsx,css}', { cwd: path, exclude: ['**/*.test.*'] });
  const text = sources.map((file) => readFileSync(join(path, file), 'utf8')).join('\n');
  return candidates.filter((name) => text.includes(`'${name}'`) || text.includes(`'${name}/`));
}
