import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { loadRuleGroups } from '@telltale/alerting';
import { parseRuleFile } from '@telltale/formats';
import type { Station } from '@telltale/station';
import { createStation, parseTargetAddress } from '@telltale/station';
import { freePort } from '../support/free-port.ts';
import { startProgram, stopProgram } from '../support/program.ts';
import { waitFor } from '../support/wait-for.ts';

/** Prometheus and a station that scrape the same page and evaluate the same rules. */
export interface LivePair {
  readonly prometheusUrl: string;
  readonly stationUrl: string;
  readonly dataFolder: string;
  stop(): Promise<void>;
}

const PAGE = `# HELP orders_total Orders placed.
# TYPE orders_total counter
orders_total{kind="card"} 7
# HELP depth_bytes Size of the queue.
# TYPE depth_bytes gauge
depth_bytes 3
`;

const RULES = `groups:
  - name: shop
    interval: 1s
    limit: 5
    rules:
      - record: orders:sum
        expr: sum(orders_total)
        labels: {team: core}
      - alert: Deep
        expr: depth_bytes > 1
        keep_firing_for: 1m
        labels: {severity: page}
        annotations: {summary: "{{ $value }} bytes"}
  - name: other
    interval: 1s
    rules:
      - alert: Never
        expr: absent(depth_bytes)
        for: 5m
`;

/** Starts both and waits until each has evaluated its rules over what it scraped. */
export async function startLivePair(folder: string): Promise<LivePair> {
  const service = await startPage();
  const rules = join(folder, 'rules.yml');
  writeFileSync(rules, RULES);
  const dataFolder = join(folder, 'station');
  const station = await startStation(dataFolder, service.address, rules);
  const prometheus = await startPrometheus(folder, service.address, rules);
  for (const url of [station.url, prometheus.url]) {
    await waitFor(`a recorded sample at ${url}`, async () => {
      const answer = await fetch(`${url}/api/v1/query?query=orders:sum`);
      const alerts = await (await fetch(`${url}/api/v1/alerts`)).text();
      return (
        (await answer.text()).includes('"7"') && alerts.includes('firing') && !alerts.includes('pending')
      );
    });
  }
  return {
    prometheusUrl: prometheus.url,
    stationUrl: station.url,
    dataFolder,
    stop: async () => {
      await Promise.all([station.stop(), stopProgram(prometheus.program)]);
      service.close();
    },
  };
}

async function startPage(): Promise<{ readonly address: string; close(): void }> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/plain; version=0.0.4').end(PAGE);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = (): void => {
    server.close();
    server.closeAllConnections();
  };
  return { address: `127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}

function startStation(dataFolder: string, address: string, rules: string): Promise<Station> {
  return createStation({
    version: '0.0.0',
    port: 0,
    dataFolder,
    ruleGroups: loadRuleGroups(parseRuleFile(RULES, rules)),
    targets: [{ ...parseTargetAddress(address, 1000), job: 'shop' }],
    builtInIntervalMs: 1000,
    collectHost: false,
  });
}

async function startPrometheus(folder: string, address: string, rules: string) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const config = join(folder, 'prometheus.yml');
  const job = `- {job_name: shop, static_configs: [{targets: ['${address}']}]}`;
  const interval = 'scrape_interval: 1s, evaluation_interval: 1s';
  writeFileSync(
    config,
    `global: {${interval}}\nrule_files: ['${rules}']\nscrape_configs: [${job.slice(2)}]\n`,
  );
  const program = startProgram('prometheus', [
    `--config.file=${config}`,
    `--storage.tsdb.path=${join(folder, 'tsdb')}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--web.enable-admin-api',
    // A station has them always.
    '--enable-feature=extra-scrape-metrics',
  ]);
  await waitFor('Prometheus to be ready', async () => (await fetch(`${url}/-/ready`)).ok);
  return { url, program };
}
