import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../test/support/free-port.ts';
import { ROOT, startProgram, stopProgram } from '../../test/support/program.ts';
import type { Program } from '../../test/support/program.ts';
import { startStation, telltale } from '../../test/support/telltale.ts';
import { waitFor } from '../../test/support/wait-for.ts';

/*
 * From a real fault to the message: a target goes down, with the intervals that are usual (scrapes every
 * 15 s, a group wait of 30 s). A station and a pair of Prometheus and Alertmanager watch it, all with the
 * files of one definition, and tell the same webhook. Three targets go down, two seconds after each other,
 * because where in its interval a fault comes is a matter of chance.
 */
const TARGETS = 3;
const LIMIT_MS = 150_000;

const definition = (targetPorts: readonly number[], sinkPort: number): string => `
import { alert, defineMonitoring, webhook } from '@telltale/sdk/define';
export default defineMonitoring({
  service: 'shop',
  owner: 'ops',
  targets: {
    ${targetPorts.map((port, index) => `t${index}: { address: '127.0.0.1:${port}' },`).join('\n    ')}
  },
  receivers: { ops: webhook({ url: 'http://127.0.0.1:${sinkPort}/' }) },
  routes: { to: 'ops' },
  alerts: (m) => ({
    ${targetPorts.map((_, index) => `T${index}Down: alert({ when: m.up('t${index}').below(1), onNoData: 'ignore', severity: 'page', summary: 'down' }),`).join('\n    ')}
  }),
});
`;

interface Arrival {
  readonly alertName: string;
  /** Who told of it: each names itself in its messages. */
  readonly from: string;
  readonly atMs: number;
}

const arrivals: Arrival[] = [];
const sink = createServer((request, response) => {
  const atMs = performance.now();
  let body = '';
  request.on('data', (chunk: Buffer) => (body += chunk.toString()));
  request.on('end', () => {
    const message = JSON.parse(body) as {
      readonly externalURL: string;
      readonly status: string;
      readonly groupLabels: { readonly alertname: string };
    };
    if (message.status === 'firing') {
      arrivals.push({ alertName: message.groupLabels.alertname, from: message.externalURL, atMs });
    }
    response.end();
  });
});

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

async function listening(server: Server): Promise<Server> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'telltale-fault-'));
  const programs: Program[] = [];
  await listening(sink);
  const page = () => createServer((_request, response) => void response.end('orders 1\n'));
  const targets = await Promise.all(Array.from({ length: TARGETS }, () => listening(page())));
  try {
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    writeFileSync(join(folder, 'telltale.config.ts'), definition(targets.map(portOf), portOf(sink)));
    const station = await startStation(await freePort(), folder, ['--no-host']);
    const alertmanagerUrl = await startPair(folder, programs);
    programs.push(station);
    // Both have scraped and evaluated: the fault is news to them.
    await sleep(35_000);
    const faults = new Map<string, number>();
    for (const [index, target] of targets.entries()) {
      target.closeAllConnections();
      target.close();
      faults.set(`T${index}Down`, performance.now());
      await sleep(2000);
    }
    await waitFor('all messages', () => arrivals.length >= 2 * TARGETS, LIMIT_MS).catch(() => undefined);
    report(faults, { station: station.url, pair: alertmanagerUrl });
  } finally {
    await Promise.all(programs.map(stopProgram));
    sink.close();
    sink.closeAllConnections();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Starts Prometheus and Alertmanager with the generated files, at ports that are free. */
async function startPair(folder: string, programs: Program[]): Promise<string> {
  for (const what of ['prometheus', 'alertmanager']) {
    const args = ['gen', what, '--network', 'host', '--target', 'prometheus=2.42'];
    const { exit, output } = await telltale(args, { cwd: folder });
    if (exit !== 0) throw new Error(output);
  }
  const [prometheusPort, alertmanagerPort] = [await freePort(), await freePort()];
  const file = join(folder, 'prometheus/prometheus.yml');
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replaceAll('127.0.0.1:9093', `127.0.0.1:${alertmanagerPort}`));
  mkdirSync(join(folder, 'am'));
  programs.push(
    startProgram('prometheus-alertmanager', [
      `--config.file=${join(folder, 'alertmanager/alertmanager.yml')}`,
      `--storage.path=${join(folder, 'am')}`,
      `--web.listen-address=127.0.0.1:${alertmanagerPort}`,
      '--cluster.listen-address=',
    ]),
    startProgram('prometheus', [
      `--config.file=${file}`,
      `--storage.tsdb.path=${join(folder, 'tsdb')}`,
      `--web.listen-address=127.0.0.1:${prometheusPort}`,
    ]),
  );
  for (const port of [prometheusPort, alertmanagerPort]) {
    await waitFor('the pair to be ready', async () => (await fetch(`http://127.0.0.1:${port}/-/ready`)).ok);
  }
  // It names itself by the machine, of which only the port is told apart.
  return String(alertmanagerPort);
}

function report(
  faults: ReadonlyMap<string, number>,
  urls: { readonly station: string; readonly pair: string },
): void {
  const secondsOf = (alertName: string, url: string): number => {
    const arrival = arrivals.find((one) => one.alertName === alertName && one.from.includes(url));
    return arrival === undefined ? Number.NaN : (arrival.atMs - (faults.get(alertName) ?? 0)) / 1000;
  };
  const names = [...faults.keys()];
  const [ours, theirs] = [urls.station, urls.pair].map((url) => names.map((name) => secondsOf(name, url)));
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  console.log('From the fault to the message, seconds:');
  for (const [index, name] of names.entries()) {
    console.log(
      `  ${name}  station ${ours[index].toFixed(1)}  Prometheus + Alertmanager ${theirs[index].toFixed(1)}`,
    );
  }
  const ratio = mean(ours) / mean(theirs);
  console.log(
    `  mean    station ${mean(ours).toFixed(1)}  pair ${mean(theirs).toFixed(1)}  ratio ${ratio.toFixed(2)}`,
  );
  // Each phase of chance is at most one scrape and one evaluation.
  if (!(mean(ours) <= mean(theirs) + 15)) process.exitCode = 1;
}

await main();
