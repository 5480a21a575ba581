import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSourceTree } from '@telltale/formats';
import type { SourceNode } from '@telltale/formats';
import { KNOWN_ACTIONS } from '@telltale/manifests';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT, runProgram } from '../support/program.ts';
import { suiteFolder } from '../support/temporary-folder.ts';
import { startGrafana } from './grafana-double.ts';
import type { GrafanaDouble } from './grafana-double.ts';

const GUIDE = readFileSync(join(ROOT, 'docs/guides/dashboards-in-ci.md'), 'utf8');
const BIN = join(ROOT, 'packages/telltale/bin/telltale.js');
const DEFINITION = `import { counter, defineMonitoring } from ${JSON.stringify(join(ROOT, 'packages/definition/src/index.ts'))};
export default defineMonitoring({
  service: 'shop',
  owner: 'team-shop',
  metrics: { shop_orders_total: counter({ help: 'Orders' }) },
  targets: { shop: { address: 'shop.example.com:8080' } },
  dashboards: (m) => ({ Shop: { 'Orders per second': m.shop_orders_total.rate('5m').sum() } }),
});
`;

function block(language: string): string {
  return new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``).exec(GUIDE)?.[1] ?? '';
}

/** The steps of a job of the workflow. */
function stepsOf(job: string): readonly SourceNode[] {
  const [root] = parseSourceTree(block('yaml'), 'workflow.yml').roots;
  return root?.at('jobs', job, 'steps')?.items() ?? [];
}

describe('the guide to dashboards in CI', () => {
  const folder = suiteFolder();
  let grafana: GrafanaDouble;
  beforeAll(async () => {
    grafana = await startGrafana();
    writeFileSync(join(folder.path, 'telltale.config.ts'), DEFINITION);
  });
  afterAll(() => grafana.close());

  const inShell = (command: string) =>
    runProgram('sh', ['-c', command.replaceAll('npx telltale', `node ${BIN}`)], {
      cwd: folder.path,
      env: { GRAFANA_URL: grafana.url, TELLTALE_GRAFANA_TOKEN: 'glsa_right' },
    });

  test('its commands by hand do what it says, in their order', async () => {
    const commands = [...block('sh').matchAll(/^(npx telltale .*?)(?: +#.*)?$/gm)].map(
      ([, command]) => command,
    );
    expect(commands).toHaveLength(4);
    const outputs: string[] = [];
    for (const command of commands) {
      const { exit, output } = await inShell(command);
      expect(exit, `${command}: ${output}`).toBe(0);
      outputs.push(output);
    }
    expect(outputs[0]).toContain('Shop: would be created');
    expect(outputs[1]).toContain('1 written');
    expect(outputs[2]).toContain('0 written');
    expect(outputs[3]).toContain('No drift');
  }, 120_000);

  test('its workflow checks, pushes what a change brings, and finds no drift behind it', async () => {
    expect((await inShell('npx telltale gen all')).exit).toBe(0);
    for (const uid of grafana.dashboards.keys()) grafana.edit(uid, 'alice', { panels: [] });
    const runs = ['check', 'push'].flatMap((job) =>
      stepsOf(job).flatMap((step) => step.get('run')?.text() ?? []),
    );
    const ours = runs.filter((run) => run !== 'npm ci');
    expect(ours.map((run) => run.split(' ')[2])).toEqual(['gen', 'check', 'drift', 'push', 'drift']);
    for (const run of ours) {
      const { exit, output } = await inShell(run);
      expect(exit, `${run}: ${output}`).toBe(0);
    }
    expect(grafana.faults).toEqual([]);
  }, 120_000);

  test('its actions are pinned to the commits that generated workflows have, and no secret is on a command line', () => {
    const known = KNOWN_ACTIONS.map(({ action, commit }) => `${action}@${commit}`);
    const used = ['check', 'push'].flatMap((job) =>
      stepsOf(job).flatMap((step) => step.get('uses')?.text() ?? []),
    );
    expect(used).toHaveLength(4);
    expect(used.filter((action) => !known.includes(action))).toEqual([]);
    expect(block('yaml')).not.toMatch(/run:.*secrets\./);
  });
});
