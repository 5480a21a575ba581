import { readFileSync } from 'node:fs';

/** Version of the installed package; all packages of the product share it. */
export const VERSION: string = readVersion();

function readVersion(): string {
  // From src/cli as from dist/cli, the package's own package.json is two folders up.
  const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  const hasVersion = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
  return hasVersion ? String(manifest.version) : '0.0.0';
}
