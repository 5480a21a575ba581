import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { freePort } from '../support/free-port.ts';
import type { Program } from '../support/program.ts';
import { ROOT, startProgram, stopProgram } from '../support/program.ts';
import type { RunningStation } from '../support/telltale.ts';
import { startStation, telltale } from '../support/telltale.ts';
import { waitFor } from '../support/wait-for.ts';

/** A shop that is scraped by Prometheus and by a station, and a station that reads from that Prometheus. */
export interface LiveServers {
  readonly prometheusUrl: string;
  /** Host and port of the shop. */
  readonly shop: string;
  /** Scrapes and evaluates itself. */
  readonly local: RunningStation;
  /** Reads from Prometheus, which names it as its Alertmanager. */
  readonly remote: RunningStation;
  /** What the receiver of the remote station was told. */
  readonly told: readonly string[];
  stopPrometheus(): Promise<void>;
  startPrometheus(): Promise<void>;
  stop(): Promise<void>;
}

/** What the shop exposes: orders go up with each scrape. */
function shop(): RequestListener {
  let orders = 0;
  return (_, response) => {
    orders += 3;
    response
      .setHeader('content-type', 'text/plain; version=0.0.4')
      .end(
        '# HELP orders_total Orders placed\n# TYPE orders_total counter\n' +
          `orders_total{method="card"} ${orders}\n` +
          '# HELP carts_open Open carts\n# TYPE carts_open gauge\ncarts_open 9\n',
      );
  };
}

/** Starts all of them in a folder, with the definition in `fixtures`. */
export async function startLiveServers(folder: string): Promise<LiveServers> {
  const told: string[] = [];
  const app = await listening(shop());
  const receiver = await listening((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      told.push(body);
      response.end();
    });
  });
  prepare(folder, app.port);
  const generated = await telltale(['gen', 'prometheus', '--target', 'prometheus=2.42'], { cwd: folder });
  if (generated.exit !== 0) throw new Error(`no rules were written: ${generated.output}`);
  const [port, remotePort, localPort] = await Promise.all([freePort(), freePort(), freePort()]);
  const config = writePrometheusConfig(folder, app.port, remotePort);
  const prometheusUrl = `http://127.0.0.1:${port}`;
  let prometheus: Program | undefined;
  const startPrometheus = async (): Promise<void> => {
    const address = `--web.listen-address=127.0.0.1:${port}`;
    const flags = [
      `--config.file=${config}`,
      `--storage.tsdb.path=${join(folder, 'tsdb')}`,
      '--web.enable-remote-write-receiver',
      // What it told before the station was there is told again.
      '--rules.alert.resend-delay=1s',
      address,
    ];
    prometheus = startProgram('prometheus', flags);
    await waitFor('Prometheus to be ready', async () => (await fetch(`${prometheusUrl}/-/ready`)).ok);
  };
  await startPrometheus();
  const stopPrometheus = async () => {
    if (prometheus) await stopProgram(prometheus);
  };
  process.env['OPS_URL'] = `http://127.0.0.1:${receiver.port}/`;
  const starts = [
    startStation(remotePort, join(folder, 'remote'), ['--remote', prometheusUrl], folder),
    startStation(localPort, join(folder, 'local'), ['--no-host'], folder),
  ];
  const stop = async () => {
    delete process.env['OPS_URL'];
    const stations = (await Promise.allSettled(starts)).filter((start) => start.status === 'fulfilled');
    await Promise.all([...stations.map(({ value }) => stopProgram(value)), stopPrometheus()]);
    await Promise.all([app.close(), receiver.close()]);
  };
  const [remote, local] = await Promise.all(starts).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return {
    prometheusUrl,
    shop: `127.0.0.1:${app.port}`,
    remote,
    local,
    told,
    startPrometheus,
    stopPrometheus,
    stop,
  };
}

async function listening(listener: RequestListener) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const close = async () => {
    server.closeAllConnections();
    server.close();
  };
  // A server that listens on a port has an address of this form.
  return { port: (server.address() as AddressInfo).port, close };
}

function prepare(folder: string, appPort: number): void {
  cpSync(join(import.meta.dirname, 'fixtures'), folder, { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const config = join(folder, 'telltale.config.ts');
  writeFileSync(config, readFileSync(config, 'utf8').replace('127.0.0.1:1', `127.0.0.1:${appPort}`));
}

function writePrometheusConfig(folder: string, appPort: number, alertmanagerPort: number): string {
  const file = join(folder, 'prometheus.yml');
  writeFileSync(
    file,
    `global: { scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s }
rule_files: ['${folder}/prometheus/rules/*.yml']
scrape_configs:
  - job_name: shop
    static_configs: [{ targets: ['127.0.0.1:${appPort}'] }]
alerting:
  alertmanagers:
    - static_configs: [{ targets: ['127.0.0.1:${alertmanagerPort}'] }]
`,
  );
  return file;
}
