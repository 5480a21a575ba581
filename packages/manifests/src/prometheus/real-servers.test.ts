import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ResolvedDefinition } from '@telltale/definition';
import { parseExpr } from '@telltale/promql';
import { describe, expect, it } from 'vitest';
import { hasProgram } from '../../../../test/support/counterpart.ts';
import { freePort } from '../../../../test/support/free-port.ts';
import { startProgram, stopProgram } from '../../../../test/support/program.ts';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { waitFor } from '../../../../test/support/wait-for.ts';
import { generateAlertmanager } from '../alertmanager/generate-alertmanager.ts';
import type { GeneratedFile } from '../generated-file.ts';
import { generatePrometheus } from './generate-prometheus.ts';

const SHOP: ResolvedDefinition = {
  service: 'shop',
  owner: 'team-shop',
  metrics: [],
  targets: [
    {
      job: 'shop',
      addresses: ['127.0.0.1:1'],
      path: '/metrics',
      scheme: 'http',
      intervalMs: 5000,
      timeoutMs: 5000,
      labels: {},
      nativeHistograms: true,
    },
  ],
  evaluationIntervalMs: 15_000,
  receivers: [{ kind: 'slack', name: 'deadman', url: { env: 'SLACK_URL' }, sendResolved: true }],
  route: {
    receiver: 'deadman',
    matchers: [],
    continue: false,
    groupBy: ['alertname'],
    groupWaitMs: 30_000,
    groupIntervalMs: 300_000,
    repeatIntervalMs: 14_400_000,
    routes: [],
  },
  rules: [
    {
      kind: 'recording',
      name: 'a:b',
      query: 'mad_over_time(x[5m])',
      expr: parseExpr('mad_over_time(x[5m])'),
      labels: {},
    },
    {
      kind: 'alerting',
      name: 'Watchdog',
      group: 'watchdog',
      query: 'vector(1)',
      expr: parseExpr('vector(1)'),
      labels: {},
      forMs: 0,
      keepFiringForMs: 0,
      annotations: {},
    },
  ],
  dashboards: [],
  queries: [],
  station: {},
};

function written(files: readonly GeneratedFile[]): string {
  const folder = temporaryFolder();
  for (const { path, text } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

async function json(url: string): Promise<unknown> {
  const response = await fetch(url);
  return response.json();
}

describe.skipIf(!hasProgram('prometheus'))('Prometheus 2.42', () => {
  it('loads what is written for it, two servers and all', { timeout: 30_000 }, async () => {
    const folder = written(generatePrometheus(SHOP, { target: { prometheus: '2.42' }, ha: true }));
    const port = await freePort();
    const program = startProgram('prometheus', [
      `--config.file=${join(folder, 'prometheus/prometheus.yml')}`,
      `--web.config.file=${join(folder, 'prometheus/web.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--enable-feature=native-histograms,expand-external-labels',
    ]);
    try {
      await waitFor('the server is ready', async () => (await fetch(`http://127.0.0.1:${port}/-/ready`)).ok);
      const rules = await json(`http://127.0.0.1:${port}/api/v1/rules`);
      expect(rules).toMatchObject({ data: { groups: [{ rules: [{ name: 'Watchdog' }] }] } });
      await waitFor('the target is known', async () => {
        const targets = await json(`http://127.0.0.1:${port}/api/v1/targets`);
        return JSON.stringify(targets).includes('host.docker.internal:1');
      });
    } finally {
      await stopProgram(program);
    }
  });
});

describe.skipIf(!hasProgram('prometheus-alertmanager'))('Alertmanager 0.25', () => {
  it('loads the configuration and its templates', { timeout: 30_000 }, async () => {
    const folder = written(generateAlertmanager(SHOP));
    const port = await freePort();
    const program = startProgram('prometheus-alertmanager', [
      `--config.file=${join(folder, 'alertmanager/alertmanager.yml')}`,
      `--storage.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--cluster.listen-address=',
    ]);
    try {
      await waitFor('the server is ready', async () => (await fetch(`http://127.0.0.1:${port}/-/ready`)).ok);
      expect(await json(`http://127.0.0.1:${port}/api/v2/receivers`)).toEqual([{ name: 'deadman' }]);
    } finally {
      await stopProgram(program);
    }
  });
});
