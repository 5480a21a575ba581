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

/** What is loaded when it is needed only: the format that is asked for, and what pushes are packed with. */
const LATE_PARTS = `
  const t = instrument(defineMonitoring({ service: 'tiny', metrics: { jobs_total: counter({ help: 'Jobs done' }) } }));
  const gateway = createServer((request, response) => {
    console.log('pushed', request.headers['content-encoding']);
    request.resume();
    response.end();
  });
  gateway.listen(0, '127.0.0.1', async () => {
    const url = 'http://127.0.0.1:' + gateway.address().port + '/api/v1/write';
    const push = createPush({ to: 'remote-write', url, spool: false }, { registry: t.registry, service: 'tiny' });
    await push.flush();
    await push.shutdown();
    const { url: page } = await t.serve({ port: 0 });
    const accept = 'application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited';
    console.log('shown', (await fetch(page, { headers: { accept } })).headers.get('content-type'));
    gateway.close();
    await t.shutdown();
  });
`;

/** Logs in each way; pino has its part, and no other one. */
const LOGS = `
  const t = instrument(defineMonitoring({ service: 'tiny', logs: { sinks: [{ kind: 'console', format: 'json' }] } }));
  const isLoaded = () => process.moduleLoadList.includes('NativeModule worker_threads');
  console.log(isLoaded() ? 'loaded' : 'not loaded');
  t.log.info('by the service');
  const job = createLogger({ service: 'nightly', sinks: [{ kind: 'console', format: 'json' }] });
  job.info('of a nightly job');
  import('pino').then(({ pino }) => {
    pino(pinoStream(job)).info('of pino');
    const options = { service: 'threaded', sinks: [{ kind: 'console', format: 'json' }] };
    pino(pino.transport({ target: '@telltale/sdk/pino', options })).info('from a thread');
  });
`;

/** Tells what of others is resolved; \`import\` and \`require\` both ask the hook. */
const FOREIGN = `
  import { registerHooks } from 'node:module';
  registerHooks({
    resolve(name, context, next) {
      if (!/^(node:|file:|[./]|@telltale\\/)/.test(name)) console.log('foreign', name);
      return next(name, context);
    },
  });
`;

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

  test.each([
    [
      'an ES module',
      'late.mjs',
      `import { createServer } from 'node:http';
      import { createPush, instrument } from '@telltale/sdk';
      import { counter, defineMonitoring } from '@telltale/sdk/define';`,
    ],
    [
      'a CommonJS program',
      'late.cjs',
      `const { createServer } = require('node:http');
      const { createPush, instrument } = require('@telltale/sdk');
      const { counter, defineMonitoring } = require('@telltale/sdk/define');`,
    ],
  ])('%s loads nothing of others before it pushes', async (_, file, imports) => {
    writeFileSync(join(folder, 'foreign.mjs'), FOREIGN);
    writeFileSync(join(folder, file), `${imports}console.log('loaded');${LATE_PARTS}`);
    const output = await runSoundly('node', ['--import', './foreign.mjs', file], folder);
    const told = output.split('\n').filter((line) => /^(loaded|foreign|pushed|shown)/.test(line));
    expect(told[0]).toBe('loaded');
    expect(told).toContain('foreign snappyjs');
    expect(told).toContain('pushed snappy');
    expect(told.at(-1)).toContain('shown application/vnd.google.protobuf');
  });

  test.each([
    [
      'an ES module',
      'logs.mjs',
      `import { createLogger, instrument } from '@telltale/sdk';
      import { defineMonitoring } from '@telltale/sdk/define';
      import { pinoStream } from '@telltale/sdk/pino';`,
    ],
    [
      'a CommonJS program',
      'logs.cjs',
      `const { createLogger, instrument } = require('@telltale/sdk');
      const { defineMonitoring } = require('@telltale/sdk/define');
      const { pinoStream } = require('@telltale/sdk/pino');`,
    ],
  ])('%s logs, and loads pino when it does; pino in a thread logs to our sinks', async (_, file, imports) => {
    writeFileSync(join(folder, file), `${imports}${LOGS}`);
    const lines = (await runSoundly('node', [file], folder)).trim().split('\n');
    expect(lines[0]).toBe('not loaded');
    const messages = lines.slice(1).map((line) => (JSON.parse(line) as { message: string }).message);
    expect(messages.toSorted()).toEqual(['by the service', 'from a thread', 'of a nightly job', 'of pino']);
  });

  test("prom-client's default registry is one for import and require", async () => {
    const code = `
      const { Counter } = require('@telltale/sdk/prom-client');
      new Counter({ name: 'orders_total', help: 'Orders placed' }).inc(2);
      import('@telltale/sdk/prom-client').then(async ({ default: client }) => {
        console.log(await client.register.getSingleMetricAsString('orders_total'));
      });
    `;
    writeFileSync(join(folder, 'prom-client.cjs'), code);
    expect(await runSoundly('node', ['prom-client.cjs'], folder)).toContain('orders_total 2\n');
  });

  test('a program that knows nothing of it is recorded by a flag alone', async () => {
    const code = `
      const server = require('node:http').createServer((request, response) => response.end());
      server.listen(0, '127.0.0.1', async () => {
        const url = 'http://127.0.0.1:' + server.address().port;
        await fetch(url + '/');
        console.log(await (await fetch(url + '/stats')).text());
        process.exit();
      });
    `;
    writeFileSync(join(folder, 'app.cjs'), code);
    const { output } = await runProgram('node', ['--import', '@telltale/sdk/auto', 'app.cjs'], {
      cwd: folder,
      env: { METRICS_ENDPOINT: '/stats' },
    });
    expect(output).toContain('http_requests_total{method="GET",route="unmatched",status_code="200"} 1\n');
  });

  test.each([
    ['tiny.mts', 'nodenext', 'false'],
    ['tiny.cts', 'node18', 'true'],
  ])('the types are found by %s, decorators included', async (file, module, experimentalDecorators) => {
    const code = `
      import { instrument } from '@telltale/sdk';
      import { counter, defineMonitoring, methods } from '@telltale/sdk/define';
      import { Counter, register } from '@telltale/sdk/prom-client';
      const t = instrument(defineMonitoring({
        service: 'tiny',
        kits: [methods()],
        metrics: { jobs_total: counter({ help: 'Jobs done', labels: { kind: ['small', 'large'] } }) },
      }));
      t.metrics.jobs_total.inc({ kind: 'small' });
      // @ts-expect-error there is no such label value
      t.metrics.jobs_total.inc({ kind: 'huge' });
      @t.service
      class Orders {
        @t.observed
        place(id: string): string { return id; }
      }
      const placed: string = new Orders().place('1');
      new Counter({ name: placed, help: 'Orders placed', registers: [register] }).inc();
    `;
    writeFileSync(join(folder, file), code);
    const flags = ['--noEmit', '--strict', '--target', 'es2024', '--module', module];
    const decorators = ['--experimentalDecorators', experimentalDecorators];
    const types = ['--types', 'node', '--typeRoots', join(ROOT, 'node_modules', '@types')];
    expect(await runSoundly('tsc', [...flags, ...decorators, ...types, file], folder)).toBe('');
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
  const { name: installed } = JSON.parse(readFileSync(join(ROOT, 'packages', name, 'package.json'), 'utf8'));
  const pkgDir = join(folder, 'node_modules', installed);
  // What is installed is what was packed.
  const { messages, pkg } = await publint({ pkgDir, level: 'suggestion', pack: false });
  expect(messages.map((message) => formatMessage(message, pkg ?? {}))).toEqual([]);
});
