import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { run } from '../../packages/telltale/test/support/run-cli.ts';
import { hasProgram } from '../support/counterpart.ts';
import { freePort } from '../support/free-port.ts';
import { ROOT, runProgram, startProgram, stopProgram } from '../support/program.ts';
import { suiteFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';

/** Where a preset has its files, and what else a person who starts with it writes. */
const PRESETS = [
  { preset: 'migration', service: 'altium-kicad-migration', folder: 'monitoring', compose: 'compose.yaml' },
  { preset: 'pipeline', service: 'pipeline', folder: 'monitoring', compose: 'compose.yaml' },
  { preset: 'webapp', service: 'pybase', folder: 'monitoring', compose: 'compose.yaml' },
  { preset: 'framework', service: 'my-service', folder: '.', compose: 'compose.yaml' },
  { preset: 'aiApp', service: 'dev-pynode', folder: 'docker', compose: 'docker-compose.yml' },
] as const;

const TARGET = ['--target', 'prometheus=2.42'];

/** Everybody is told: by chat, phone, mail and by the alert that must always arrive. */
function definitionOf({ preset, service }: (typeof PRESETS)[number]): string {
  return `import { ${preset}, defineMonitoring, email, pagerduty, slack, webhook } from '@telltale/sdk/define';

export default defineMonitoring({
  service: '${service}',
  preset: ${preset}(),
  receivers: {
    chat: slack({ url: { env: 'SLACK_URL' }, channel: '#alerts' }),
    oncall: pagerduty({ routingKey: { env: 'PAGERDUTY_KEY' } }),
    mail: email({ to: 'ops@example.org', from: 'alerts@example.org', smarthost: 'smtp.example.org:587' }),
    deadman: webhook({ url: 'https://watch.example.org/ping' }),
  },
  routes: {
    to: 'chat',
    groupBy: ['alertname', 'job'],
    children: [
      { match: { severity: 'critical' }, to: 'oncall', continue: true },
      { match: { severity: /critical|warning/ }, to: 'mail', continue: true },
    ],
  },
});
`;
}

describe.each(PRESETS)('what `telltale gen all` writes for the preset $preset', (one) => {
  const folder = suiteFolder();
  const at = (path: string): string => join(folder.path, one.folder, path);
  const alertmanager = one.folder === 'monitoring' ? 'alertmanager.yml' : 'alertmanager/alertmanager.yml';
  const prometheus = one.folder === '.' ? 'prometheus/prometheus.yml' : 'prometheus.yml';

  beforeAll(async () => {
    symlinkSync(join(ROOT, 'node_modules'), join(folder.path, 'node_modules'));
    writeFileSync(join(folder.path, 'telltale.config.ts'), definitionOf(one));
    const { exitCode, errors } = await run(folder.path, 'gen', 'all', ...TARGET);
    expect(exitCode, errors).toBe(0);
  });

  test('is the same a second time', async () => {
    const { exitCode, output, errors } = await run(folder.path, 'gen', 'all', '--check', ...TARGET);
    expect(exitCode, output + errors).toBe(0);
  });

  test('has no finding of `telltale check`, with the definition beside it and without', async () => {
    for (const args of [[], ['--no-definition']]) {
      const { exitCode, output } = await run(folder.path, 'check', '.', '--fail-on', 'info', ...args);
      expect(exitCode, output).toBe(0);
    }
  });

  test.skipIf(!hasProgram('promtool'))('is accepted by promtool 2.42: configuration, rules', async () => {
    const { exit, output } = await runProgram('promtool', ['check', 'config', at(prometheus)]);
    expect(exit, output).toBe(0);
    expect(output).toContain('rules found');
  });

  test.skipIf(!hasProgram('amtool'))('is accepted by amtool 0.25: routes, receivers, templates', async () => {
    const { exit, output } = await runProgram('amtool', ['check-config', at(alertmanager)]);
    expect(exit, output).toBe(0);
    expect(output).toContain('1 templates');
  });

  test.skipIf(!hasProgram('prometheus-alertmanager'))('is loaded by Alertmanager 0.25', async () => {
    const port = await freePort();
    const program = startProgram('prometheus-alertmanager', [
      `--config.file=${at(alertmanager)}`,
      `--storage.path=${join(folder.path, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--cluster.listen-address=',
    ]);
    try {
      await waitFor('the server is ready', async () => (await fetch(`http://127.0.0.1:${port}/-/ready`)).ok);
      const receivers = await (await fetch(`http://127.0.0.1:${port}/api/v2/receivers`)).json();
      expect(receivers).toEqual(['chat', 'oncall', 'mail', 'deadman'].map((name) => ({ name })));
    } finally {
      await stopProgram(program);
    }
  });

  test.skipIf(!hasProgram('docker-compose'))('is a configuration for docker-compose 1.29', async () => {
    const { exit, output } = await runProgram('docker-compose', ['-f', one.compose, 'config', '-q'], {
      cwd: folder.path,
    });
    expect(exit, output).toBe(0);
  });

  test('names the definition in every file that can hold a comment', () => {
    for (const path of [at(prometheus), at(alertmanager), join(folder.path, one.compose)]) {
      expect(readFileSync(path, 'utf8')).toMatch(
        new RegExp(`^# Generated by telltale from telltale.config.ts for the service ${one.service}\\.`),
      );
    }
  });
});
