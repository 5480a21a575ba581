import { join } from 'node:path';

import { expect, test } from 'vitest';

import { cycleFaults } from '../../scripts/architecture/cycles.ts';
import { declarationFaults, readmeFaults, sizeFaults } from '../../scripts/architecture/declarations.ts';
import { directionFaults } from '../../scripts/architecture/direction.ts';
import { readWorkspace } from '../../scripts/architecture/workspace.ts';

const workspace = readWorkspace(join(import.meta.dirname, '..', '..'));

test('every import goes to a package that architecture.json allows, through its export map', () => {
  expect(directionFaults(workspace)).toEqual([]);
});

test('neither files nor folders of a package import each other in a circle, types included', () => {
  expect(cycleFaults(workspace)).toEqual([]);
});

test('package.json and tsconfig.json of every package say the same as architecture.json', () => {
  expect(declarationFaults(workspace)).toEqual([]);
});

test('no source file has more than 600 lines', () => {
  expect(sizeFaults(workspace, 600)).toEqual([]);
});

test('every package has a README', () => {
  expect(readmeFaults(workspace)).toEqual([]);
});
