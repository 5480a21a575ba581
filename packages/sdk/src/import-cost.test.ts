import { expect, test } from 'vitest';
import { ROOT, runProgram } from '../test/support/workspace.ts';

const PROGRAM = `
const before = new Set(process.moduleLoadList);
const { instrument } = await import('@telltale/sdk');
const { defineMonitoring, httpServer, nodeRuntime } = await import('@telltale/sdk/define');
instrument(defineMonitoring({ service: 'shop', kits: [httpServer(), nodeRuntime()] }));
const loaded = process.moduleLoadList.filter((name) => !before.has(name)).join('\\n');
console.log(/undici|http2|https|zlib|webcrypto|worker_threads|cluster/.exec(loaded)?.[0] ?? 'nothing of it');
process.exit();
`;

/** Some modules of Node load a lot when an import reads their exports: a service would start later for nothing. */
test('a service that is instrumented does not load clients of HTTP, cryptography, compression, threads or clusters', async () => {
  const flags = ['--conditions=@telltale/source', '--no-warnings', '--input-type=module'];
  const { output } = await runProgram('node', [...flags, '--eval', PROGRAM], { cwd: ROOT });
  expect(output.trim()).toBe('nothing of it');
});
