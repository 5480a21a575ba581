import { join } from 'node:path';
import type { PushOptions } from '../../src/push/push-options.ts';
import type { Program } from './workspace.ts';
import { ROOT, startProgram } from './workspace.ts';

const SDK = join(ROOT, 'packages/sdk');

/** What a program does before it ends in its own way: it counts 41 rows, and some of its times. */
const BEGINNING = `
import { createPush } from './src/push/create-push.ts';
import { createRegistry } from './src/registry/registry.ts';
const registry = createRegistry();
const rows = registry.counter('rows_total', { help: 'Rows copied', labels: { table: 'any' } });
const times = registry.histogram('step_seconds', { help: 'Time', unit: 'seconds', buckets: [1, 2], native: true });
const push = createPush(JSON.parse(process.env.PUSH), { registry, environment: {} });
rows.inc({ table: 'orders' }, 40);
rows.inc({ table: 'orders' });
for (const seconds of [0.5, 1.5, 3]) times.observe(seconds);
`;

/** Starts a program of its own that pushes its metrics and then does what `ending` says. */
export function startShortLived(push: PushOptions, ending: string): Program {
  const script = ['--input-type=module-typescript', '-e', BEGINNING + ending];
  return startProgram('node', ['--conditions=@telltale/source', '--no-warnings', ...script], {
    cwd: SDK,
    env: { PUSH: JSON.stringify(push) },
  });
}

/** Starts a job that is described by a definition and runs one task that succeeds and one that fails. */
export function startJob(push: PushOptions): Program {
  const script = `
    import { instrument } from '@telltale/sdk';
    import { defineMonitoring, task } from '@telltale/sdk/define';
    const definition = defineMonitoring({ service: 'nightly', kits: [task({ labels: { type: 'task_type' } })] });
    const t = instrument(definition, { push: JSON.parse(process.env.PUSH), aggregate: 'off' });
    t.tasks.run('copy', () => 1);
    try { t.tasks.run('clean', () => { throw new Error('bug'); }); } catch {}`;
  const args = ['--conditions=@telltale/source', '--no-warnings', '--input-type=module', '-e', script];
  return startProgram('node', args, { cwd: SDK, env: { PUSH: JSON.stringify(push) } });
}
