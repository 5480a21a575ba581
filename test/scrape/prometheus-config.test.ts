import type { Server } from 'node:http';
import { createServer } from 'node:http';
import { mkdirSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasProgram } from '../support/counterpart.ts';
import { freePort } from '../support/free-port.ts';
import type { Program } from '../support/program.ts';
import { startProgram, stopProgram } from '../support/program.ts';
import { getJson, startStation } from '../support/telltale.ts';
import { suiteFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';

type Labels = Readonly<Record<string, string>>;

interface Target {
  readonly discoveredLabels: Labels;
  readonly labels: Labels;
  readonly scrapePool: string;
  readonly scrapeUrl: string;
  readonly health: string;
  readonly scrapeInterval: string;
  readonly scrapeTimeout: string;
}

interface Targets {
  readonly activeTargets: readonly Target[];
  readonly droppedTargets: readonly Pick<Target, 'discoveredLabels'>[];
}

const PAGE = `# TYPE http_requests_total counter
http_requests_total{code="200",path="/a",instance="own"} 1
http_requests_total{code="500",path="/b"} 2
# TYPE go_threads gauge
go_threads 7
# TYPE temperature_celsius gauge
temperature_celsius{Room="Hall",pod_hash="x"} 20
`;

function configText(port: number): string {
  return `global:
  scrape_interval: 2s
  scrape_timeout: 1s
rule_files: [rules.yml]
scrape_configs:
  - job_name: shop
    params: {module: [http], 'match[]': [a, b]}
    static_configs:
      - targets: ['127.0.0.1:${port}']
        labels: {zone: eu, Team: Blue}
      - targets: ['localhost:${port}']
    relabel_configs:
      - {source_labels: [__address__], regex: '([^:]+):(\\d+)', target_label: place, replacement: '\${1}_$2'}
      - {source_labels: [Team], target_label: team, action: lowercase}
      - {source_labels: [zone, place], regex: 'eu;.*', target_label: __tmp_near, replacement: 'yes'}
      - {source_labels: [__tmp_near], target_label: near}
      - {regex: '__param_(module)', action: labelmap}
      - {source_labels: [__address__], modulus: 7, target_label: shard, action: hashmod}
      - {regex: Team, action: labeldrop}
    metric_relabel_configs:
      - {source_labels: [__name__], regex: 'go_.*', action: drop}
      - {regex: pod_.*, action: labeldrop}
      - {source_labels: [code], regex: '(.)..', target_label: class, replacement: '\${1}xx'}
  - job_name: custom
    metrics_path: /custom_metrics
    scrape_interval: 3s
    honor_labels: true
    static_configs: [{targets: ['127.0.0.1:${port}']}]
  - job_name: found
    file_sd_configs: [{files: [targets/*.json]}]
    relabel_configs:
      - {source_labels: [wanted], regex: 'yes', action: keep}
      - {source_labels: [page], target_label: __param_page}
  - job_name: probe
    metrics_path: /probe
    static_configs: [{targets: ['http://shop.example/']}]
    relabel_configs:
      - {source_labels: [__address__], target_label: __param_target}
      - {source_labels: [__param_target], target_label: instance}
      - {target_label: __address__, replacement: '127.0.0.1:${port}'}
  - job_name: none
    static_configs: [{targets: ['127.0.0.1:${port}']}]
    relabel_configs: [{source_labels: [job], regex: none, action: drop}]
`;
}

/** Two of the shop, the one that names itself and what else is on its page, and two of other jobs. */
const INSTANCES = 6;
const ASKED = ['shop', 'custom', 'found', 'probe', 'none'];

describe.skipIf(!hasProgram('prometheus'))('the same prometheus.yml', () => {
  const folder = suiteFolder();
  let app: Server;
  let urls: readonly string[] = [];
  const programs: Program[] = [];

  beforeAll(async () => {
    app = createServer((_, response) => response.end(PAGE));
    await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve));
    const { port } = app.address() as AddressInfo;
    const file = join(folder.path, 'prometheus.yml');
    writeFileSync(file, configText(port));
    writeFileSync(
      join(folder.path, 'rules.yml'),
      'groups: [{name: shop, rules: [{alert: Hot, expr: temperature_celsius > 10}]}]\n',
    );
    writeTargets(join(folder.path, 'targets'), port);
    const [prometheusPort, stationPort] = [await freePort(), await freePort()];
    const prometheusUrl = `http://127.0.0.1:${prometheusPort}`;
    programs.push(
      startProgram('prometheus', [
        `--config.file=${file}`,
        `--storage.tsdb.path=${join(folder.path, 'prometheus')}`,
        `--web.listen-address=127.0.0.1:${prometheusPort}`,
      ]),
    );
    const station = await startStation(stationPort, folder.path, [
      '--prometheus-config',
      'prometheus.yml',
      '--no-host',
    ]);
    programs.push(station);
    urls = [prometheusUrl, station.url];
  });

  afterAll(async () => {
    await Promise.all(programs.map(stopProgram));
    app?.close();
  });

  test('gives the station and Prometheus the same active targets', async () => {
    const [prometheus, station] = await Promise.all(urls.map(allTargets));
    expect(station.activeTargets).toHaveLength(5);
    expect(station).toEqual(prometheus);
  });

  test('gives the series of both the same labels', async () => {
    const [prometheus, station] = await Promise.all(urls.map(allSeries));
    expect(station).toEqual(prometheus);
    const ofShop = station.filter((labels) => labels.includes('"job":"shop"')).join('\n');
    expect(ofShop).toContain('"class":"5xx"');
    expect(ofShop).not.toMatch(/pod_hash|go_threads/);
  });

  test('the rules of its rule files are evaluated', async () => {
    for (const url of urls) {
      const { data } = (await getJson(`${url}/api/v1/rules`)) as {
        data: { groups: { name: string; rules: { name: string }[] }[] };
      };
      const group = data.groups.find(({ name }) => name === 'shop');
      expect(group?.rules.map(({ name }) => name)).toEqual(['Hot']);
    }
  });
});

/** What file discovery finds: one that is wanted, and one that is not. */
function writeTargets(path: string, port: number): void {
  mkdirSync(path);
  const groups = [
    { targets: [`127.0.0.1:${port}`], labels: { wanted: 'yes', page: '/found' } },
    { targets: [`localhost:${port}`], labels: { wanted: 'no', page: '/lost' } },
  ];
  writeFileSync(join(path, 'shop.json'), JSON.stringify(groups));
}

/** All targets of a server in one order, once all that are scraped are known to be up. */
async function allTargets(url: string): Promise<Targets> {
  let targets: Targets = { activeTargets: [], droppedTargets: [] };
  await waitFor(`all targets of ${url} are up`, async () => {
    const { data } = (await getJson(`${url}/api/v1/targets`)) as { data: Targets };
    const active = data.activeTargets.filter(({ scrapePool }) => ASKED.includes(scrapePool));
    targets = { activeTargets: active, droppedTargets: data.droppedTargets };
    return active.length === 5 && active.every(({ health }) => health === 'up');
  });
  const plain = targets.activeTargets.map(
    ({ discoveredLabels, labels, scrapePool, scrapeUrl, health, scrapeInterval, scrapeTimeout }) => ({
      discoveredLabels,
      labels,
      scrapePool,
      scrapeUrl,
      health,
      scrapeInterval,
      scrapeTimeout,
    }),
  );
  return {
    activeTargets: plain.toSorted(byText),
    droppedTargets: targets.droppedTargets
      .map(({ discoveredLabels }) => ({ discoveredLabels }))
      .toSorted(byText),
  };
}

/** What the page of the program came to, without what servers say of their scrapes. */
async function allSeries(url: string): Promise<readonly string[]> {
  const match = new URLSearchParams({
    'match[]': '{__name__=~"http_requests_total|go_threads|temperature_celsius"}',
  });
  let series: readonly Labels[] = [];
  await waitFor(`the series of ${url}`, async () => {
    const { data } = (await getJson(`${url}/api/v1/series?${match}`)) as { data: readonly Labels[] };
    series = data;
    return new Set(data.map(({ job, instance }) => `${job} ${instance}`)).size === INSTANCES;
  });
  return series.map(sortedJson).toSorted();
}

function byText(a: unknown, b: unknown): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}

function sortedJson(labels: Labels): string {
  return JSON.stringify(Object.fromEntries(Object.entries(labels).toSorted(byText)));
}
