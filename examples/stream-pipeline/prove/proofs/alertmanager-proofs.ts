import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { errors } from '../../src/faults/database-faults.ts';
import type { Bench } from '../bench.ts';
import { freePort } from '../free-port.ts';
import type { Proof } from '../proof.ts';
import { waitFor } from '../wait-for.ts';

/** What a real Alertmanager is told. */
export const ALERTMANAGER_PROOFS: readonly Proof[] = [
  {
    rows: ['S1-42'],
    title: 'a real Alertmanager is told of an alert of the pipeline, and that it is over',
    isLong: true,
    needs: ['prometheus-alertmanager'],
    run: (bench) =>
      withAlertmanager(bench, async (url) => {
        await bench.startStation({ ALERTMANAGER: url });
        const good = new AbortController();
        const running = errors.run(bench.site, good.signal);
        try {
          await waitFor('Alertmanager to know HighErrorRate', async () =>
            (await activeAlerts(url)).some(
              ({ labels }) => labels.alertname === 'HighErrorRate' && labels.job === 'aggregation_service',
            ),
          );
        } finally {
          good.abort();
          await running;
        }
        await waitFor('no more alerts at Alertmanager', async () => (await activeAlerts(url)).length === 0);
      }),
  },
];

interface Alert {
  readonly labels: Readonly<Record<string, string>>;
}

async function activeAlerts(url: string): Promise<readonly Alert[]> {
  const response = await fetch(`${url}/api/v2/alerts`);
  assert.equal(response.status, 200);
  return (await response.json()) as readonly Alert[];
}

async function withAlertmanager(bench: Bench, use: (url: string) => Promise<void>): Promise<void> {
  const config = join(bench.folder, 'alertmanager.yml');
  writeFileSync(config, 'route: { receiver: nobody }\nreceivers: [{ name: nobody }]\n');
  const address = `127.0.0.1:${await freePort()}`;
  const args = [
    `--config.file=${config}`,
    `--storage.path=${join(bench.folder, 'alertmanager')}`,
    `--web.listen-address=${address}`,
    '--cluster.listen-address=',
  ];
  const child = spawn('prometheus-alertmanager', args, { stdio: 'ignore' });
  const exit = once(child, 'close');
  try {
    await waitFor('Alertmanager', async () => (await fetch(`http://${address}/-/ready`)).ok);
    await use(`http://${address}`);
  } finally {
    child.kill('SIGTERM');
    await exit;
  }
}
