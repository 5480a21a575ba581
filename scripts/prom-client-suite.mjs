/*
 * Runs prom-client's own tests against `@telltale/sdk/prom-client`:
 *   git clone --branch v15.1.3 https://github.com/siimon/prom-client PATH
 *   npm install --prefix PATH --no-save jest@29 nock@13
 *   node scripts/prom-client-suite.mjs PATH
 * Prints how many pass, and those that fail by name.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

import { root } from './workspace/run-program.mjs';

const source = join(root, 'packages', 'sdk', 'src');

/** Modules of prom-client that its tests load by path, as what we have in their place. */
const SHIMS = {
  registry: `
    const { Registry } = require('../index.js');
    module.exports = Registry;`,
  cluster: `
    const { AggregatorRegistry } = require('../index.js');
    module.exports = AggregatorRegistry;`,
  util: `
    const { labelArguments } = require('../internals.js');
    exports.getLabels = labelArguments;`,
  validation: `
    const { validateLabel } = require('../internals.js');
    exports.validateLabel = validateLabel;`,
  // Its tests look into the digests of prom-client; ours have another shape.
  timeWindowQuantiles: `
    const { QuantileWindow } = require('../internals.js');
    module.exports = class extends QuantileWindow {
      push(value) { this.add(value); }
      percentile(share) { return this.quantile(share); }
    };`,
};

/** Groups of default metrics: prom-client's file, our function and its file. */
const METRIC_FILES = [
  ['eventLoopLag', 'collectEventLoopLag', 'event-loop-lag'],
  ['gc', 'collectGarbageCollection', 'garbage-collection'],
  ['heapSizeAndUsed', 'collectHeap', 'heap'],
  ['heapSpacesSizeAndUsed', 'collectHeapSpaces', 'heap'],
  ['processHandles', 'collectActiveHandles', 'active-resources'],
  ['processMaxFileDescriptors', 'collectMaxFileDescriptors', 'file-descriptors'],
  ['processOpenFileDescriptors', 'collectOpenFileDescriptors', 'file-descriptors'],
  ['processRequests', 'collectActiveRequests', 'active-resources'],
  ['processResources', 'collectActiveResources', 'active-resources'],
  ['processStartTime', 'collectProcessStart', 'process-start'],
  ['version', 'collectNodeVersion', 'node-version'],
];

const metricShim = (collect) => `
    const { ${collect}, defaultMetricOptions } = require('../../internals.js');
    module.exports = (register, config = {}) => ${collect}(defaultMetricOptions({ register, ...config }));`;

/** What the shims need beside the entry: a second bundle, which also shows that two copies work together. */
const INTERNALS = `
  ${METRIC_FILES.map(([, collect, file]) => `export { ${collect} } from './default-metrics/${file}.ts';`).join('\n  ')}
  export { defaultMetricOptions } from './default-metrics/default-metric-options.ts';
  export { labelArguments } from './checks/label-arguments.ts';
  export { validateLabel } from './checks/validation.ts';
  export { QuantileWindow } from './series/quantile-window.ts';
`;

const checkout = process.argv[2];
if (checkout === undefined) {
  console.error('Usage: node scripts/prom-client-suite.mjs PATH-OF-A-PROM-CLIENT-CHECKOUT');
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), 'prom-client-suite-'));
try {
  await bundle();
  writeShims();
  process.exitCode = report(runJest(resolve(checkout)));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function bundle() {
  const { build } = await import('esbuild');
  const options = {
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22.18',
    conditions: ['@telltale/source'],
    // The tests replace these modules by name, and jest takes `node:http` for another one than `http`.
    alias: { 'node:http': 'http', 'node:v8': 'v8' },
    logLevel: 'warning',
  };
  await build({
    ...options,
    entryPoints: [join(source, 'prom-client.ts')],
    outfile: join(folder, 'index.js'),
  });
  const stdin = { contents: INTERNALS, resolveDir: join(source, 'prom-client'), loader: 'ts' };
  await build({ ...options, stdin, outfile: join(folder, 'internals.js') });
}

function writeShims() {
  const shims = {
    ...SHIMS,
    ...Object.fromEntries(METRIC_FILES.map(([name, collect]) => [`metrics/${name}`, metricShim(collect)])),
  };
  for (const [name, text] of Object.entries(shims)) {
    const file = join(folder, 'lib', `${name}.js`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

function runJest(rootDir) {
  const config = {
    rootDir,
    testEnvironment: 'node',
    testRegex: '/test/.*Test\\.js$',
    moduleNameMapper: {
      '^(\\.\\./)+index$': join(folder, 'index.js'),
      '^(\\.\\./)+lib/(.*)$': join(folder, 'lib', '$2.js'),
    },
  };
  writeFileSync(join(folder, 'jest.json'), JSON.stringify(config));
  const jest = createRequire(join(rootDir, 'package.json')).resolve('jest/bin/jest');
  const output = join(folder, 'result.json');
  const options = [
    '--config',
    join(folder, 'jest.json'),
    '--ci',
    '--silent',
    '--json',
    '--outputFile',
    output,
  ];
  const { stderr } = spawnSync(process.execPath, [jest, ...options, '--forceExit'], {
    cwd: rootDir,
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  if (!existsSync(output)) throw new Error(`jest did not run: ${stderr}`);
  return JSON.parse(readFileSync(output, 'utf8'));
}

function report({ numPassedTests, numTotalTests, testResults }) {
  for (const { name, message, assertionResults } of testResults) {
    if (assertionResults.length === 0) console.log(`could not run: ${name}\n${message}`);
    for (const { status, fullName, failureMessages } of assertionResults) {
      if (status !== 'failed') continue;
      const [reason] = failureMessages.join('\n').split('\n    at ');
      console.log(`failed: ${fullName}\n    ${reason.trim().replaceAll('\n', '\n    ')}`);
    }
  }
  console.log(`${numPassedTests} of ${numTotalTests} pass`);
  return numPassedTests === numTotalTests ? 0 : 1;
}
