import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { ResolvedTarget } from '@telltale/definition';
import { relabelRule } from '@telltale/model';
import type { Station } from '@telltale/station';
import { createStation } from '@telltale/station';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasProgram } from '../support/counterpart.ts';
import { freePort } from '../support/free-port.ts';
import type { Program } from '../support/program.ts';
import { startProgram, stopProgram } from '../support/program.ts';
import { suiteFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';

interface ApiTarget {
  readonly discoveredLabels: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly scrapePool?: string;
  readonly scrapeUrl?: string;
  readonly health?: string;
  readonly scrapeInterval?: string;
  readonly scrapeTimeout?: string;
}

interface ApiTargets {
  readonly activeTargets: readonly ApiTarget[];
  readonly droppedTargets: readonly ApiTarget[];
}

const REFRESH_MS = 3_600_000;
/** That Prometheus scrapes, in all jobs. */
const TARGETS = 10;

/** The rules of both, in the order of Prometheus' configuration below. */
const RULES = [
  { action: 'drop', sourceLabels: ['zone'], regex: 'old' },
  {
    sourceLabels: ['__meta_filepath'],
    regex: '.*/(.*)[.](.*)',
    targetLabel: 'list',
    replacement: '${1}-${2}',
  },
  { action: 'labelmap', regex: 'copy_(.+)' },
  { action: 'labeldrop', regex: 'copy_.*' },
  { sourceLabels: ['path'], regex: '(.+)', targetLabel: '__metrics_path__' },
  { sourceLabels: ['zone', 'list'], separator: '/', regex: 'n.*/(.*)', targetLabel: '__param_zone' },
  { action: 'hashmod', sourceLabels: ['__address__', 'zone'], modulus: 7, targetLabel: 'shard' },
  { action: 'uppercase', sourceLabels: ['zone'], targetLabel: 'ZONE' },
] as const;

const RELABEL_YAML = `
    relabel_configs:
      - {action: drop, source_labels: [zone], regex: old}
      - {source_labels: [__meta_filepath], regex: '.*/(.*)[.](.*)', target_label: list, replacement: '\${1}-\${2}'}
      - {action: labelmap, regex: 'copy_(.+)'}
      - {action: labeldrop, regex: 'copy_.*'}
      - {source_labels: [path], regex: '(.+)', target_label: __metrics_path__}
      - {source_labels: [zone, list], separator: /, regex: 'n.*/(.*)', target_label: __param_zone}
      - {action: hashmod, source_labels: [__address__, zone], modulus: 7, target_label: shard}
      - {action: uppercase, source_labels: [zone], target_label: ZONE}
`;

/*
 * A station and Debian's Prometheus are given the same files and the same server of targets. What each makes of them
 * is compared label by label.
 */
describe.runIf(hasProgram('prometheus'))('targets that are found beside Prometheus', () => {
  const folder = suiteFolder();
  let page: Server;
  let station: Station;
  let prometheus: Program;
  let ours: ApiTargets;
  let theirs: ApiTargets;

  beforeAll(async () => {
    page = createServer((request, response) => {
      if (request.url === '/list') {
        response.setHeader('content-type', 'application/json').end(httpList(address));
      } else response.setHeader('content-type', 'text/plain').end('x 1\n');
    });
    await new Promise<void>((resolve) => page.listen(0, '127.0.0.1', resolve));
    const address = `127.0.0.1:${(page.address() as AddressInfo).port}`;
    writeLists(folder.path, address);
    station = await startStation(folder.path, address);
    const url = await startPrometheus(folder.path, address);
    [ours, theirs] = await Promise.all([targetsOf(station.url), targetsOf(url)]);
  });

  afterAll(async () => {
    await Promise.all([station?.stop(), prometheus && stopProgram(prometheus)]);
    page?.close();
    page?.closeAllConnections();
  });

  async function startPrometheus(path: string, address: string): Promise<string> {
    const port = await freePort();
    writeFileSync(join(path, 'prometheus.yml'), configurationOf(address));
    prometheus = startProgram('prometheus', [
      `--config.file=${join(path, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(path, 'tsdb')}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ]);
    return `http://127.0.0.1:${port}`;
  }

  test('the same ones are scraped, with the same labels, from the same pages', () => {
    expect(theirs.activeTargets).toHaveLength(TARGETS);
    expect(active(ours)).toEqual(active(theirs));
  });

  test('they were found with the same labels', () => {
    // Prometheus 2.42 tells of jobs with rules what its relabelling has overwritten in place.
    const found = ({ activeTargets }: ApiTargets) =>
      sorted(activeTargets.filter((one) => one.scrapePool !== 'files').map((one) => one.discoveredLabels));
    expect(found(theirs)).toHaveLength(6);
    expect(found(ours)).toEqual(found(theirs));
  });

  test('the same ones are dropped, and known by what they were found as', () => {
    expect(theirs.droppedTargets).toHaveLength(2);
    const dropped = ({ droppedTargets }: ApiTargets) =>
      sorted(droppedTargets.map((one) => one.discoveredLabels));
    expect(dropped(ours)).toEqual(dropped(theirs));
  });
});

/** Files in JSON and YAML: with labels of every kind, the same target twice, targets that are none. */
function writeLists(folder: string, address: string): void {
  const twice = { targets: [address, address], labels: { zone: 'north', copy_team: 'core' } };
  const json = [
    twice,
    twice,
    { targets: [address], labels: { zone: 'old' } },
    { targets: [`user:password@${address}/x`, 'a/b', ''], labels: { zone: 'broken' } },
    { targets: [address], labels: { zone: 'ü"\\\n', instance: 'named', path: '/a b?c#d' } },
  ];
  writeFileSync(join(folder, 'one.json'), JSON.stringify(json));
  const yaml = `
- targets: ["${address}"]
  labels: {zone: south, job: other, __scheme__: http, __scrape_interval__: 7s, __scrape_timeout__: 3s}
- targets: ["${address}"]
  labels: {zone: old, __param_x: 1}
- targets: ["${address}"]
  labels: {zone: west, __param_other: a&b=c d, __tmp: hidden, empty: ""}
- targets: ["${address}"]
  labels: {zone: slow, __scrape_interval__: 1s, __scrape_timeout__: 2s}
`;
  writeFileSync(join(folder, 'two.yml'), yaml);
}

function httpList(address: string): string {
  return JSON.stringify([{ targets: [address], labels: { zone: 'list' } }, { targets: [] }]);
}

async function startStation(folder: string, address: string): Promise<Station> {
  const times = { intervalMs: 1000, timeoutMs: 1000 };
  const common = { addresses: [], path: '/metrics', scheme: 'http', labels: {}, ...times } as const;
  const targets: ResolvedTarget[] = [
    {
      ...common,
      job: 'files',
      params: { debug: ['1', '2'] },
      relabel: RULES.map((rule) => relabelRule(rule)),
      discovery: [
        { kind: 'file', files: [join(folder, '*.json'), join(folder, 'two.yml')], refreshMs: REFRESH_MS },
      ],
    },
    {
      ...common,
      job: 'plain',
      discovery: [{ kind: 'file', files: [join(folder, 'two.yml')], refreshMs: REFRESH_MS }],
    },
    {
      ...common,
      job: 'listed',
      discovery: [{ kind: 'http', url: `http://${address}/list`, refreshMs: REFRESH_MS, access: {} }],
    },
    { ...common, job: 'written', addresses: [address], labels: { team: 'core' } },
    { ...common, job: 'again', addresses: [address], labels: { team: 'core' } },
  ];
  return createStation({
    version: '0.0.0',
    port: 0,
    dataFolder: join(folder, 'station'),
    ruleGroups: [],
    targets,
    builtInIntervalMs: 60_000,
    collectHost: false,
  });
}

function configurationOf(address: string): string {
  return `global: {scrape_interval: 1s, scrape_timeout: 1s}
scrape_configs:
  - job_name: files
    params: {debug: ['1', '2']}
    file_sd_configs: [{files: ['*.json', two.yml], refresh_interval: 1h}]${RELABEL_YAML}
  - job_name: plain
    file_sd_configs: [{files: [two.yml], refresh_interval: 1h}]
  - job_name: listed
    http_sd_configs: [{url: 'http://${address}/list', refresh_interval: 1h}]
  - job_name: written
    static_configs: [{targets: ['${address}'], labels: {team: core}}]
  - job_name: again
    static_configs: [{targets: ['${address}'], labels: {team: core}}]
`;
}

/** Waits until every target has been scraped; a station's own is left out. */
function targetsOf(url: string): Promise<ApiTargets> {
  return waitFor(`targets at ${url}`, async () => {
    const answer = await fetch(`${url}/api/v1/targets`);
    const { data } = (await answer.json()) as { data: ApiTargets };
    const activeTargets = data.activeTargets.filter(({ scrapePool }) => scrapePool !== 'telltale');
    const pools = new Set(activeTargets.map(({ scrapePool }) => scrapePool));
    const isSettled = activeTargets.every(
      ({ health, scrapeInterval }) => health !== 'unknown' || scrapeInterval !== '1s',
    );
    return (
      pools.size === 5 &&
      activeTargets.length >= TARGETS &&
      isSettled && { activeTargets, droppedTargets: data.droppedTargets }
    );
  });
}

function active({ activeTargets }: ApiTargets) {
  return sorted(
    activeTargets.map((target) => ({
      labels: target.labels,
      scrapePool: target.scrapePool,
      scrapeUrl: target.scrapeUrl,
      health: target.scrapeInterval === '1s' ? target.health : '',
      scrapeInterval: target.scrapeInterval,
      scrapeTimeout: target.scrapeTimeout,
    })),
  );
}

function sorted<Entry>(entries: readonly Entry[]): readonly Entry[] {
  return entries.toSorted((a, b) => (canonical(a) < canonical(b) ? -1 : 1));
}

/** The same text for the same value, whatever the order of its names. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
