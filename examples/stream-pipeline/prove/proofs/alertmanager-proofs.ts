import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Proof } from 'telltale-example-support/proving';
import { startServer } from 'telltale-example-support/proving';
import { waitFor } from 'telltale-example-support/waiting';

import { errors } from '../../src/faults/database-faults.ts';
import type { Bench } from '../bench.ts';

/** What a real Alertmanager is told. */
export const ALERTMANAGER_PROOFS: readonly Proof<Bench>[] = [
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
  const alertmanager = await startServer('prometheus-alertmanager', bench.folder, (address) => [
    `--config.file=${config}`,
    '--storage.path=alertmanager',
    `--web.listen-address=${address}`,
    '--cluster.listen-address=',
  ]);
  try {
    await use(alertmanager.url);
  } finally {
    await alertmanager.stop();
  }
}
