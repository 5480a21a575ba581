import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

import { SITE_NAMES, portVariable } from '../../examples/ai-gateway/sites.ts';
import { postgresPrograms } from '../../examples/support/src/servers/postgres-programs.ts';
import { hasProgram } from '../support/counterpart.ts';
import { freePort } from '../support/free-port.ts';
import { ROOT, startProgram } from '../support/program.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';

const canRun = postgresPrograms() !== undefined && hasProgram('redis-server');
const isLongTier = process.env['TELLTALE_TEST_SCALE'] === 'long';
const MAIN = join(ROOT, 'examples/ai-gateway/src/demo/main.ts');

// It starts everything once more, which the proofs have done already.
test.skipIf(!canRun || !isLongTier)(
  'a gateway whose first program is killed (SIGKILL) leaves no process and no folder behind',
  async () => {
    const folder = temporaryFolder();
    const env: Record<string, string> = { TELLTALE_DATA: folder, TELLTALE_PORT: String(await freePort()) };
    for (const name of SITE_NAMES) env[portVariable(name)] = String(await freePort());
    const flags = ['--conditions=@telltale/source', '--no-warnings'];
    const demo = startProgram('node', [...flags, MAIN], { env });
    onTestFinished(() => demo.kill('SIGKILL'));
    await waitFor('the page', () => demo.output().includes('The page'), 120_000);
    const site = JSON.parse(readFileSync(join(folder, 'gateway.json'), 'utf8')) as {
      readonly pids: Readonly<Record<string, number>>;
      readonly redis: { readonly folder: string };
    };
    const pids = Object.values(site.pids);
    expect(pids.length).toBe(SITE_NAMES.length + 2);
    demo.kill('SIGKILL');
    await waitFor(
      'all programs to have ended',
      () => pids.every((pid) => !existsSync(`/proc/${pid}`)),
      60_000,
    );
    await waitFor('the folder of Redis to be gone', () => !existsSync(site.redis.folder), 60_000);
  },
  300_000,
);
