import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { beforeAll, describe, expect, test } from 'vitest';

import { ROOT, runProgram } from '../support/program.ts';
import { suiteFolder } from '../support/temporary-folder.ts';

/*
 * What a user gets: every package packed as for publishing, and installed from the packed files alone
 * in an empty folder.
 */
const PACKAGES = readdirSync(join(ROOT, 'packages'));

const MAIN = `
  const definition = defineMonitoring({
    service: 'tiny',
    metrics: { jobs_total: counter({ help: 'Jobs done', labels: { kind: ['small', 'large'] } }) },
  });
  const t = instrument(definition);
  t.metrics.jobs_total.inc({ kind: 'small' });
  t.serve({ port: 0 }).then(async (server) => {
    const page = await (await fetch(server.url)).text();
    console.log(page.split('\\n').filter((line) => line.startsWith('jobs_total')).join('\\n'));
    await t.shutdown();
  });
`;
const ES_MODULE = `
  import { instrument } from '@telltale/sdk';
  import { counter, defineMonitoring } from '@telltale/sdk/define';
  ${MAIN}`;
const COMMON_JS = `
  const { instrument } = require('@telltale/sdk');
  const { counter, defineMonitoring } = require('@telltale/sdk/define');
  ${MAIN}`;

/** npm inside an npm script would take over that script's settings. */
const NPM_ENV = { npm_config_update_notifier: 'false', npm_config_audit: 'false', npm_config_fund: 'false' };

const suite = suiteFolder();
let folder: string;

async function runSoundly(command: string, args: readonly string[], cwd: string): Promise<string> {
  const { exit, output } = await runProgram(command, args, { cwd, env: NPM_ENV });
  if (exit !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${exit}:\n${output}`);
  return output;
}

beforeAll(async () => {
  folder = suite.path;
  await runSoundly('node', ['scripts/build.mjs'], ROOT);
  const workspaces = PACKAGES.map((name) => `--workspace=packages/${name}`);
  await runSoundly('npm', ['pack', '--silent', `--pack-destination=${folder}`, ...workspaces], ROOT);
  const tarballs = readdirSync(folder).filter((file) => file.endsWith('.tgz'));
  expect(tarballs).toHaveLength(PACKAGES.length);
  writeFileSync(join(folder, 'package.json'), '{ "name": "empty", "private": true }');
  await runSoundly('npm', ['install', '--prefer-offline', ...tarballs.map((file) => `./${file}`)], folder);
}, 240_000);

describe('installed from the packed files', () => {
  test.each([
    ['an ES module', 'tiny.mjs', ES_MODULE],
    ['a CommonJS program', 'tiny.cjs', COMMON_JS],
  ])('%s serves /metrics', async (_, file, code) => {
    writeFileSync(join(folder, file), code);
    const output = await runSoundly('node', [file], folder);
    expect(output).toContain('jobs_total{kind="small"} 1\n');
  });

  test.each(['tiny.mts', 'tiny.cts'])('the types are found by %s', async (file) => {
    const code = `
      import { instrument } from '@telltale/sdk';
      import { counter, defineMonitoring } from '@telltale/sdk/define';
      const t = instrument(defineMonitoring({
        service: 'tiny',
        metrics: { jobs_total: counter({ help: 'Jobs done', labels: { kind: ['small', 'large'] } }) },
      }));
      t.metrics.jobs_total.inc({ kind: 'small' });
      // @ts-expect-error there is no such label value
      t.metrics.jobs_total.inc({ kind: 'huge' });
    `;
    writeFileSync(join(folder, file), code);
    const types = ['--types', 'node', '--typeRoots', join(ROOT, 'node_modules', '@types')];
    const flags = ['--noEmit', '--strict', '--target', 'es2024', '--module', 'node18', ...types];
    expect(await runSoundly('tsc', [...flags, file], folder)).toBe('');
  });

  test('telltale check finds the dead alert and exits with 1', async () => {
    const rules = join(ROOT, 'examples', 'dead-alert');
    const { exit, output } = await runProgram('npx', ['telltale', 'check', rules], { cwd: folder });
    expect(output).toContain('promql/unknown-label');
    expect(exit).toBe(1);
  });

  test('the pages are in the package of the pages', () => {
    const page = readFileSync(join(folder, 'node_modules/@telltale/ui/dist/index.html'), 'utf8');
    expect(page).toContain('<script');
  });
});

test.each(PACKAGES)('packages/%s is packed so that every resolver finds its entries', async (name) => {
  const pkgDir = join(ROOT, 'packages', name);
  const { messages, pkg } = await publint({ pkgDir, level: 'suggestion', pack: 'npm' });
  expect(messages.map((message) => formatMessage(message, pkg ?? {}))).toEqual([]);
});
