import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';
import { optionsOfProgram } from '../../scripts/docs/cli-page.ts';
import { environmentVariables } from '../../scripts/docs/configuration/environment.ts';
import { ROOT } from '../support/program.ts';
import { telltaleHere } from '../support/telltale-here.ts';

const reference = (name: string): string => readFileSync(join(ROOT, 'docs/reference', name), 'utf8');

test('every variable of the environment that the sources read is explained', () => {
  const variables = environmentVariables(ROOT);
  expect(variables.length).toBeGreaterThan(20);
  expect(variables.filter(({ meaning }) => meaning === '').map(({ name }) => name)).toEqual([]);
  const page = reference('configuration.md');
  expect(variables.filter(({ name }) => !page.includes(`| \`${name}\` |`))).toEqual([]);
});

const verbs = [...new Set(optionsOfProgram().map(({ verb }) => verb))].map((verb) => ({ verb }));

test.for(verbs)('`telltale $verb --help` has the options of the reference', async ({ verb }) => {
  const { exit, output } = await telltaleHere([...verb.split(' '), '--help'], { cwd: ROOT });
  expect(exit).toBe(0);
  const [, section = ''] = reference('cli.md').split(`\n## telltale ${verb}\n`);
  const told = [...section.split('\n## ')[0].matchAll(/^\| `(-[^`]+)` \|/gm)].map(([, flags]) => flags);
  expect(told.length).toBeGreaterThan(0);
  expect(told.filter((flags) => !output.includes(flags))).toEqual([]);
});
