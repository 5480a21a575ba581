import type { ChildProcess } from 'node:child_process';
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../test/support/free-port.ts';
import { FLEET_SIZES } from './fleet.ts';

/*
 * Scrape to durable: 100,000 series in 20 targets, at 100,000 and 400,000 samples a second. One engine after the other
 * in one run, from the same targets. Processor time is that of all threads; the ratio is to Prometheus.
 */
const SECONDS = Number(process.env['SECONDS'] ?? 20);
const RATES = (process.env['RATES'] ?? '100,400').split(',').map(Number);
const ENGINES = (process.env['ENGINES'] ?? 'prometheus,victoria,station').split(',');
/** New series cost more than known ones, and memory grows until the first slabs are cut. */
const WARM_SECONDS = Number(process.env['WARM'] ?? 20);
const TICKS_PER_SECOND = 100;
const TARGETS = FLEET_SIZES.ingest.instances;
const THOUSAND_SERIES = 100;

interface Figures {
  readonly engine: string;
  readonly offered: number;
  readonly achieved: number;
  readonly cpuPerMillion: number;
  readonly rssMb: number;
  readonly loopLagMs: number | undefined;
}

type StartEngine = (folder: string, targetsPort: number, intervalMs: number) => Promise<Started>;

interface Started {
  readonly process: ChildProcess;
  /** The delay of the event loop since it was last asked for: the 99th percentile. */
  readonly loopLagMs?: () => Promise<number>;
}

const START: Readonly<Record<string, StartEngine>> = {
  prometheus: async (folder, targetsPort, intervalMs) => ({
    process: spawn(
      'prometheus',
      [
        `--config.file=${writeConfig(folder, targetsPort, intervalMs)}`,
        `--storage.tsdb.path=${join(folder, 'data')}`,
        `--web.listen-address=127.0.0.1:${await freePort()}`,
      ],
      { stdio: 'ignore' },
    ),
  }),
  victoria: async (folder, targetsPort, intervalMs) => ({
    process: spawn(
      'victoria-metrics',
      [
        `-promscrape.config=${writeConfig(folder, targetsPort, intervalMs)}`,
        `-storageDataPath=${join(folder, 'data')}`,
        `-httpListenAddr=127.0.0.1:${await freePort()}`,
      ],
      { stdio: 'ignore' },
    ),
  }),
  station: async (folder, targetsPort, intervalMs) => {
    const args = [join(folder, 'data'), String(targetsPort), String(TARGETS), String(intervalMs)];
    const execArgv = ['--no-warnings', ...(process.env['STATION_FLAGS']?.split(' ') ?? [])];
    const station = fork(join(import.meta.dirname, 'ingest-station.ts'), args, { execArgv });
    const [url] = (await once(station, 'message')) as [string];
    return { process: station, loopLagMs: () => loopLagMs(url) };
  },
};

function writeConfig(folder: string, targetsPort: number, intervalMs: number): string {
  const jobs = Array.from({ length: TARGETS }, (_, i) =>
    [
      `- job_name: fleet-${i}`,
      `  metrics_path: /${i}`,
      `  static_configs: [{ targets: ['127.0.0.1:${targetsPort}'] }]`,
    ].join('\n'),
  );
  const every = `${intervalMs}ms`;
  const file = join(folder, 'scrape.yml');
  writeFileSync(
    file,
    `global: { scrape_interval: ${every}, scrape_timeout: ${every} }\nscrape_configs:\n${jobs.join('\n')}\n`,
  );
  return file;
}

async function loopLagMs(url: string): Promise<number> {
  const page = await (await fetch(`${url}/metrics`)).text();
  return Number(/^nodejs_eventloop_lag_p99_seconds(?:\{.*\})? (.*)$/m.exec(page)?.[1]) * 1000;
}

function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

function rssMb(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

async function samplesServed(targets: ChildProcess): Promise<number> {
  targets.send('samples');
  const [{ samples }] = (await once(targets, 'message')) as [{ samples: number }];
  return samples;
}

async function measure(engine: string, rate: number): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), 'telltale-ingest-'));
  const targets = fork(join(import.meta.dirname, 'ingest-targets.ts'));
  const [{ port }] = (await once(targets, 'message')) as [AddressInfo];
  const { process: child, loopLagMs: lag } = await START[engine](
    folder,
    port,
    (THOUSAND_SERIES * 1000) / rate,
  );
  const pid = child.pid ?? 0;
  try {
    await sleep(WARM_SECONDS * 1000);
    await lag?.();
    const [samples, cpu, startedMs] = [await samplesServed(targets), cpuSeconds(pid), performance.now()];
    await sleep(SECONDS * 1000);
    const seconds = (performance.now() - startedMs) / 1000;
    const served = (await samplesServed(targets)) - samples;
    return {
      engine,
      offered: rate,
      achieved: served / seconds / 1000,
      cpuPerMillion: (cpuSeconds(pid) - cpu) / (served / 1e6),
      rssMb: rssMb(pid),
      loopLagMs: await lag?.(),
    };
  } finally {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
    targets.disconnect();
    rmSync(folder, { recursive: true, force: true });
  }
}

console.log('engine       offered k/s   achieved k/s   CPU s per M   ratio    RSS MB   loop lag p99 ms');
for (const rate of RATES) {
  let reference = Number.NaN;
  for (const engine of ENGINES) {
    const figures = await measure(engine, rate);
    if (engine === 'prometheus') reference = figures.cpuPerMillion;
    const { offered, achieved, cpuPerMillion, rssMb: rss, loopLagMs: lag } = figures;
    console.log(
      [
        engine.padEnd(12),
        String(offered).padStart(11),
        achieved.toFixed(0).padStart(14),
        cpuPerMillion.toFixed(3).padStart(13),
        (cpuPerMillion / reference).toFixed(2).padStart(7),
        rss.toFixed(0).padStart(9),
        (lag?.toFixed(1) ?? '').padStart(17),
      ].join(' '),
    );
  }
}
