import { join } from 'node:path';

import { beforeAll, expect, test } from 'vitest';
import { writeFileSync } from 'node:fs';

import { startProgram } from '../support/program.ts';
import { suiteFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';

/*
 * A stand-in for the demo: it supervises two programs that run for ever and one that ends on request.
 * Each prints its process id.
 */
const SUPERVISOR = join(import.meta.dirname, '../../examples/support/src/programs/supervisor.ts');
const FOREVER = 'console.log(process.pid); setInterval(() => {}, 1000);';
const STUBBORN = `process.on('SIGTERM', () => {}); ${FOREVER}`;

const suite = suiteFolder();
let folder: string;

beforeAll(() => {
  folder = suite.path;
  writeFileSync(join(folder, 'forever.mjs'), FOREVER);
  writeFileSync(join(folder, 'stubborn.mjs'), STUBBORN);
  writeFileSync(join(folder, 'ending.mjs'), 'setTimeout(() => process.exit(7), 300);');
});

function startDemo(programs: readonly string[], after: string) {
  const starts = programs.map((name) => {
    const args = JSON.stringify([join(folder, `${name}.mjs`)]);
    return `supervisor.start({ name: '${name}', args: ${args}, onLine: (line) => { console.log(line); onLine(); } });`;
  });
  const file = join(folder, `${programs.join('-')}.ts`);
  // Told of each line; a program that has printed one is ready.
  const head = [
    'let onLine = () => {};',
    `import { createSupervisor } from ${JSON.stringify(SUPERVISOR)};`,
    'const supervisor = createSupervisor();',
  ];
  writeFileSync(file, [...head, ...starts, after].join('\n'));
  return startProgram('node', ['--no-warnings', file]);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const pidsIn = (output: string) => output.split('\n').filter(Boolean).map(Number);

test('programs end when the demo is killed without a chance to stop them', async () => {
  const demo = startDemo(['forever', 'forever'], 'setInterval(() => {}, 1000);');
  const pids = await waitFor('both programs', () => {
    const found = pidsIn(demo.output());
    return found.length === 2 && found;
  });
  demo.kill('SIGKILL');
  await demo.exit;
  await waitFor('both programs to end', () => pids.every((pid) => !isAlive(pid)));
});

test('a program that does not obey is killed when the demo stops', async () => {
  const stopWhenReady = 'onLine = () => supervisor.stop().then(() => process.exit(0));';
  const demo = startDemo(['stubborn'], stopWhenReady);
  expect(await demo.exit).toBe(0);
  expect(pidsIn(demo.output()).map(isAlive)).toEqual([false]);
});

test('the first program that ends is told with its exit code', async () => {
  const report =
    'const end = await supervisor.firstEnd; await supervisor.stop(); console.error(JSON.stringify(end));';
  const demo = startDemo(['forever', 'ending'], report);
  expect(await demo.exit).toBe(0);
  expect(demo.output()).toContain('{"name":"ending","code":7}');
});
