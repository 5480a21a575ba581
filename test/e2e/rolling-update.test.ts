import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { hasProgram } from '../support/counterpart.ts';
import { freePort } from '../support/free-port.ts';
import { startProgram, stopProgram } from '../support/program.ts';
import { getJson, startStation } from '../support/telltale.ts';
import type { RunningStation } from '../support/telltale.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';

const INTERVAL_MS = 5000;
/** Longer than a station needs to be started. */
const LONG_INTERVAL_MS = 20_000;
/** How late a timer may be on a machine that does much else. */
const MARGIN_MS = 3000;
const ALERTMANAGER = 'prometheus-alertmanager';
const PATIENCE_MS = 60_000;

async function listen(server: ReturnType<typeof createServer>): Promise<string> {
  server.listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A program to scrape; what it says can be changed. */
async function startTarget() {
  let value = 1;
  const server = createServer((_, response) => {
    response
      .setHeader('content-type', 'text/plain; version=0.0.4')
      .end(`# TYPE level gauge\nlevel ${value}\n`);
  });
  return { address: await listen(server), set: (next: number) => void (value = next) };
}

/** The longest time without a sample. */
function longestGap(times: readonly number[]): number {
  return Math.max(...times.slice(1).map((timeMs, i) => timeMs - times[i]));
}

/** Moments of the stored samples of a series, in milliseconds. */
async function sampleTimes({ url }: { readonly url: string }, selector: string): Promise<readonly number[]> {
  const { data } = (await getJson(`${url}/api/v1/query?query=${encodeURIComponent(`${selector}[10m]`)}`)) as {
    data: { result: readonly { values: readonly [number, string][] }[] };
  };
  return data.result.flatMap(({ values }) => values.map(([seconds]) => seconds * 1000));
}

interface ConfigurationOptions {
  readonly intervalMs?: number;
  readonly alertmanager?: string;
}

function writeConfiguration(
  folder: string,
  target: string,
  { intervalMs = INTERVAL_MS, alertmanager }: ConfigurationOptions = {},
): string {
  const alerting = `alerting: { alertmanagers: [{ static_configs: [{ targets: ['${alertmanager}'] }] }] }\n`;
  const file = join(folder, 'prometheus.yml');
  writeFileSync(
    file,
    `global: { scrape_interval: ${intervalMs / 1000}s, evaluation_interval: 1s }
rule_files: [rules.yml]
${alertmanager === undefined ? '' : alerting}scrape_configs:
  - job_name: shared
    static_configs: [{ targets: ['${target}'] }]\n`,
  );
  const rule = '{ alert: LevelLow, expr: level < 1, for: 2s, labels: { severity: critical } }';
  writeFileSync(join(folder, 'rules.yml'), `groups:\n  - name: shared\n    rules:\n      - ${rule}\n`);
  return file;
}

async function startAlertmanager(folder: string, receiver: string): Promise<string> {
  const config = join(folder, 'alertmanager.yml');
  writeFileSync(
    config,
    `route: { receiver: hook, group_by: [alertname], group_wait: 1s, group_interval: 2s, repeat_interval: 1h }
receivers:
  - name: hook
    webhook_configs: [{ url: 'http://${receiver}/' }]\n`,
  );
  const port = await freePort();
  const program = startProgram(ALERTMANAGER, [
    `--config.file=${config}`,
    `--storage.path=${join(folder, 'alertmanager')}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--cluster.listen-address=',
  ]);
  onTestFinished(() => stopProgram(program));
  await waitFor('the Alertmanager', async () => (await fetch(`http://127.0.0.1:${port}/-/ready`)).ok);
  return `127.0.0.1:${port}`;
}

describe('a rolling update', () => {
  test('a station that is started anew between two scrapes of a target loses none', async () => {
    const folder = temporaryFolder();
    const config = writeConfiguration(folder, (await startTarget()).address, {
      intervalMs: LONG_INTERVAL_MS,
    });
    const port = await freePort();
    const start = () => startStation(port, folder, ['--no-host', '--prometheus-config', config]);
    const first = await start();
    onTestFinished(() => stopProgram(first));
    const before = await waitFor(
      'a scrape',
      async () => {
        const times = await sampleTimes(first, 'level');
        return times.length > 0 && times;
      },
      PATIENCE_MS,
    );
    // So that it is due while nobody is there to scrape it.
    const dueMs = (before.at(-1) ?? NaN) + LONG_INTERVAL_MS;
    await waitFor('the next one to be near', () => Date.now() > dueMs - 2000, PATIENCE_MS);
    first.kill('SIGTERM');
    expect(await first.exit).toBe(0);
    await waitFor('it to be due', () => Date.now() > dueMs + 200, PATIENCE_MS);
    const second = await start();
    onTestFinished(() => stopProgram(second));
    const readyMs = Date.now();
    const times = await waitFor(
      'scrapes after it',
      async () => {
        const all = await sampleTimes(second, 'level');
        return all.length > before.length + 1 && all;
      },
      PATIENCE_MS,
    );
    expect(times.slice(0, before.length)).toEqual(before);
    const [next, afterwards] = times.slice(before.length);
    // As soon as it is up again, and not at the next moment that it would have had: a whole interval later.
    expect(next).toBeGreaterThan(dueMs);
    expect(next).toBeLessThan(readyMs + MARGIN_MS);
    expect(readyMs + MARGIN_MS, 'the start took longer than an interval').toBeLessThan(
      dueMs + LONG_INTERVAL_MS,
    );
    expect(Math.abs(afterwards - dueMs - LONG_INTERVAL_MS)).toBeLessThan(MARGIN_MS);
  }, 240_000);

  test.runIf(hasProgram(ALERTMANAGER))(
    'a pair with one Alertmanager, one after the other: neither misses a whole scrape, together they miss none, and an alert is told once, and its end once',
    async () => {
      const folder = temporaryFolder();
      const target = await startTarget();
      const told: string[] = [];
      const receiver = createServer((request, response) => {
        let body = '';
        request.on('data', (chunk: Buffer) => (body += chunk.toString()));
        request.on('end', () => {
          told.push((JSON.parse(body) as { status: string }).status);
          response.end();
        });
      });
      const alertmanager = await startAlertmanager(folder, await listen(receiver));
      const config = writeConfiguration(folder, target.address, { alertmanager });
      const start = async (name: string, port: number): Promise<RunningStation> => {
        mkdirSync(join(folder, name), { recursive: true });
        const station = await startStation(port, join(folder, name), [
          '--no-host',
          '--prometheus-config',
          config,
        ]);
        onTestFinished(() => stopProgram(station));
        return station;
      };
      const ports = [await freePort(), await freePort()];
      const stations = [await start('a', ports[0]), await start('b', ports[1])];
      const fires = (station: RunningStation) => async () =>
        (await sampleTimes(station, 'ALERTS{alertstate="firing"}')).length > 0;
      const downMs: number[] = [];
      target.set(0);
      await waitFor('the alert to be told', () => told.length > 0, PATIENCE_MS);
      for (const [i, name] of ['a', 'b'].entries()) {
        await waitFor('both to know of it', fires(stations[i]), PATIENCE_MS);
        const stoppedMs = Date.now();
        stations[i].kill('SIGTERM');
        expect(await stations[i].exit).toBe(0);
        stations[i] = await start(name, ports[i]);
        downMs.push(Date.now() - stoppedMs);
        const known = (await sampleTimes(stations[i], 'ALERTS{alertstate="firing"}')).length;
        await waitFor(
          'it to fire on',
          async () => (await sampleTimes(stations[i], 'ALERTS{alertstate="firing"}')).length > known + 2,
          PATIENCE_MS,
        );
      }
      expect(told).toEqual(['firing']);
      target.set(1);
      await waitFor('the end of it', () => told.length > 1, PATIENCE_MS);
      expect(told).toEqual(['firing', 'resolved']);
      const ups = await Promise.all(stations.map((station) => sampleTimes(station, 'up{job="shared"}')));
      for (const [i, times] of ups.entries()) {
        // Where it could not be up again within an interval, what was due in that time cannot have been scraped.
        const excessMs = Math.max(0, downMs[i] - INTERVAL_MS);
        expect(longestGap(times)).toBeLessThan(2 * INTERVAL_MS + excessMs);
      }
      expect(longestGap(ups.flat().toSorted((a, b) => a - b))).toBeLessThan(INTERVAL_MS + MARGIN_MS);
    },
    240_000,
  );
});
