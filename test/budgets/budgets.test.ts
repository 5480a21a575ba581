import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { ROOT } from '../support/program.ts';

const KIB = 1024;
const UI = join(ROOT, 'packages/ui/dist');

function gzippedBytes(file: string): number {
  return gzipSync(readFileSync(file), { level: 9 }).byteLength;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

test('the first load of the pages is at most 90 kB compressed', () => {
  const page = readFileSync(join(UI, 'index.html'), 'utf8');
  const asked = [...page.matchAll(/(?:src|href)="\/([^"]+\.(?:js|css))"/g)].map(([, path]) => join(UI, path));
  expect(asked.length).toBeGreaterThan(1);
  const bytes = [join(UI, 'index.html'), ...asked].reduce((sum, file) => sum + gzippedBytes(file), 0);
  expect(bytes).toBeLessThanOrEqual(90 * KIB);
});

test('all files of the pages together are at most 300 kB compressed', () => {
  const bytes = filesBelow(UI).reduce((sum, file) => sum + gzippedBytes(file), 0);
  expect(bytes).toBeLessThanOrEqual(300 * KIB);
});

test('the pages name no other host', () => {
  for (const file of filesBelow(UI).filter((path) => /\.(?:html|css|js)$/.test(path))) {
    const hosts = [...readFileSync(file, 'utf8').matchAll(/https?:\/\/([a-z0-9.-]+)/gi)].map(
      ([, host]) => host,
    );
    // Names of XML vocabularies are no addresses; nothing is asked there.
    expect(
      hosts.filter((host) => host !== 'www.w3.org'),
      file,
    ).toEqual([]);
  }
});

test('the SDK has at most five dependencies of others', () => {
  const manifest = JSON.parse(readFileSync(join(ROOT, 'packages/sdk/package.json'), 'utf8'));
  const others = Object.keys(manifest.dependencies).filter((name) => !name.startsWith('@telltale/'));
  expect(others.length).toBeLessThanOrEqual(5);
});
