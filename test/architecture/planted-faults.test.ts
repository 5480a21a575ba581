import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { cycleFaults } from '../../scripts/architecture/cycles.ts';
import { declarationFaults, readmeFaults, sizeFaults } from '../../scripts/architecture/declarations.ts';
import { directionFaults } from '../../scripts/architecture/direction.ts';
import { readWorkspace } from '../../scripts/architecture/workspace.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'architecture-'));
  const exports = { '.': './src/index.ts', './contract': './src/contract.ts' };
  plant('architecture.json', {
    packages: {
      low: { folder: 'packages/low', name: '@x/low', imports: [] },
      high: { folder: 'packages/high', name: '@x/high', imports: ['low'] },
      page: { folder: 'packages/page', name: '@x/page', imports: ['low'], typeImports: ['high/contract'] },
    },
  });
  plant('packages/low/package.json', { exports });
  plant('packages/low/tsconfig.json', {});
  plant('packages/high/package.json', { exports, dependencies: { '@x/low': '1.0.0' } });
  plant('packages/high/tsconfig.json', { references: [{ path: '../low' }] });
  plant('packages/page/package.json', { devDependencies: { '@x/low': '1.0.0', '@x/high': '1.0.0' } });
  plant('packages/page/tsconfig.json', { references: [{ path: '../low' }, { path: '../high' }] });
  for (const key of ['low', 'high', 'page']) plant(`packages/${key}/README.md`, '# Readme');
  plant('packages/high/src/index.ts', "import { low } from '@x/low';\nexport const high = low;\n");
  plant('packages/page/src/main.ts', "import type { C } from '@x/high/contract';\nexport const c: C = 1;\n");
});

afterEach(() => rmSync(root, { recursive: true }));

function plant(path: string, content: unknown): void {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
}

test('a sound workspace has no faults', () => {
  const workspace = readWorkspace(root);
  expect(directionFaults(workspace)).toEqual([]);
  expect(cycleFaults(workspace)).toEqual([]);
  expect(declarationFaults(workspace)).toEqual([]);
  expect(readmeFaults(workspace)).toEqual([]);
});

test('a planted upward import is named with file, line and what is allowed', () => {
  plant(
    'packages/low/src/index.ts',
    "// first line\nimport { high } from '@x/high';\nexport const low = high;\n",
  );
  expect(directionFaults(readWorkspace(root))).toEqual([
    "packages/low/src/index.ts:2: '@x/high' is against the direction: low may import nothing (architecture.json)",
  ]);
});

test('an upward import of a type is an upward import in every notation', () => {
  plant(
    'packages/low/src/index.ts',
    [
      "import type { A } from '@x/high';",
      "export type { B } from '@x/high';",
      "export type C = A | import('@x/high').C;",
      "export const d = () => import('@x/high');",
    ].join('\n'),
  );
  const lines = directionFaults(readWorkspace(root)).map((fault) => fault.split(': ')[0]);
  expect(lines).toEqual([1, 2, 3, 4].map((line) => `packages/low/src/index.ts:${line}`));
});

test('what looks like an import in a comment or a text is none', () => {
  const text = "// import { a } from '@x/high';\nexport const text = `import { a } from '@x/high'`;\n";
  plant('packages/low/src/index.ts', text);
  expect(directionFaults(readWorkspace(root))).toEqual([]);
});

test('a relative path into another package is refused', () => {
  plant(
    'packages/high/src/index.ts',
    "import { low } from '../../low/src/index.ts';\nexport const high = low;\n",
  );
  expect(directionFaults(readWorkspace(root))).toEqual([
    "packages/high/src/index.ts:1: '../../low/src/index.ts' leaves the package high: import other packages by name",
  ]);
});

test('an import past the export map is refused', () => {
  plant('packages/high/src/index.ts', "export * from '@x/low/src/secret.ts';\n");
  expect(directionFaults(readWorkspace(root))).toEqual([
    "packages/high/src/index.ts:1: '@x/low/src/secret.ts' is not an entry of low " +
      '(its export map has no "./src/secret.ts")',
  ]);
});

test('an entry that is open for types only cannot be imported as code', () => {
  plant('packages/page/src/main.ts', "import { c } from '@x/high/contract';\nexport const d = c;\n");
  expect(directionFaults(readWorkspace(root))).toEqual([
    'packages/page/src/main.ts:1: \'@x/high/contract\' may only be imported as types by page: use "import type"',
  ]);
});

test('a planted cycle between two files is named with both imports', () => {
  plant('packages/low/src/a.ts', "import type { B } from './b.ts';\nexport type A = B;\n");
  plant('packages/low/src/b.ts', "import type { A } from './a.ts';\nexport type B = A[];\n");
  expect(cycleFaults(readWorkspace(root))).toEqual([
    'packages/low/src: cycle a.ts → b.ts → a.ts (src/a.ts imports src/b.ts; src/b.ts imports src/a.ts)',
  ]);
});

test('a cycle between two folders is found although no file is part of one', () => {
  plant('packages/low/src/first/a.ts', "export { b } from '../second/b.ts';\n");
  plant('packages/low/src/second/b.ts', 'export const b = 1;\n');
  plant('packages/low/src/second/c.ts', "export { d } from '../first/d.ts';\n");
  plant('packages/low/src/first/d.ts', 'export const d = 1;\n');
  expect(cycleFaults(readWorkspace(root))).toEqual([
    'packages/low/src: cycle first/ → second/ → first/ ' +
      '(src/first/a.ts imports src/second/b.ts; src/second/c.ts imports src/first/d.ts)',
  ]);
});

test('a dependency or reference that is missing or not allowed is named', () => {
  plant('packages/low/package.json', { dependencies: { '@x/high': '1.0.0' } });
  plant('packages/high/tsconfig.json', {});
  const faults = declarationFaults(readWorkspace(root));
  expect(faults).toContain(
    'packages/low/package.json: dependencies have @x/high, which architecture.json does not allow',
  );
  plant('packages/low/package.json', { exports: { '.': './src/index.ts' } });
  expect(declarationFaults(readWorkspace(root))).toEqual([
    'packages/high/tsconfig.json: references lack packages/low of architecture.json',
  ]);
});

test('tests may use what tests of the whole are supported by, programs may not', () => {
  const text =
    "import { freePort } from '../../../test/support/free-port.ts';\nexport const port = freePort;\n";
  plant('packages/low/src/port.ts', text);
  plant('packages/low/src/port.test.ts', text);
  const faults = directionFaults(readWorkspace(root)).map((fault) => fault.split(': ')[0]);
  expect(faults).toEqual(['packages/low/src/port.ts:1']);
});

test('files of data may be as long as the data', () => {
  plant('packages/low/src/data/names.ts', 'export {};\n'.repeat(11));
  expect(sizeFaults(readWorkspace(root), 10)).toEqual([]);
});

test('a file that is too long and a package without README are named', () => {
  plant('packages/low/src/long.ts', 'export {};\n'.repeat(11));
  rmSync(join(root, 'packages/page/README.md'));
  const workspace = readWorkspace(root);
  expect(sizeFaults(workspace, 10)).toEqual(['packages/low/src/long.ts has 11 lines, 10 are allowed']);
  expect(readmeFaults(workspace)).toEqual(['packages/page has no README.md']);
});
