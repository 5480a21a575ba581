import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Server } from './servers.ts';
import { startExporter, startPostgresPair, startRedisPair } from './servers.ts';

/** An exporter whose metrics are read from the program itself. */
export interface ExporterSource {
  /** Name of the data file and, in capitals, of its constant. */
  readonly name: string;
  readonly command: string;
  readonly versionFlag: string;
  /** Families that are no business of the pack: those of the exporter's own process. */
  readonly ignored?: RegExp;
  /** Families without a type that only go up. */
  readonly countersWithoutType?: RegExp;
  /** Closed lists of label values by label, where the program has no others. */
  readonly labels?: Readonly<Record<string, readonly string[]>>;
  /** The pages, in a folder for temporary files. */
  readonly pages: (folder: string) => Promise<readonly string[]>;
}

const NODE: ExporterSource = {
  name: 'node',
  command: 'prometheus-node-exporter',
  versionFlag: '--version',
  countersWithoutType: /^node_(?:vmstat|netstat)_(?!.*CurrEstab|.*MaxConn|.*_Forwarding|.*RtoM|.*RtoA)/,
  labels: { mode: ['idle', 'iowait', 'irq', 'nice', 'softirq', 'steal', 'system', 'user'] },
  pages: async () => [
    await pageOf('prometheus-node-exporter', (address) => [`--web.listen-address=${address}`]),
  ],
};

const POSTGRES: ExporterSource = {
  name: 'postgres',
  command: 'prometheus-postgres-exporter',
  versionFlag: '--version',
  ignored:
    /^pg_settings_(?!(?:max_connections|superuser_reserved_connections|shared_buffers_bytes|effective_cache_size_bytes|work_mem_bytes|maintenance_work_mem_bytes|max_wal_size_bytes|max_worker_processes|max_parallel_workers|random_page_cost|seq_page_cost|autovacuum)$)/,
  pages: (folder) =>
    withServers(startPostgresPair(join(folder, 'postgres')), ({ port }) =>
      pageOf('prometheus-postgres-exporter', (address) => [`--web.listen-address=${address}`], {
        env: { DATA_SOURCE_NAME: `postgresql://app@127.0.0.1:${port}/postgres?sslmode=disable` },
      }),
    ),
};

const REDIS: ExporterSource = {
  name: 'redis',
  command: 'prometheus-redis-exporter',
  versionFlag: '--version',
  pages: (folder) =>
    withServers(startRedisPair(join(folder, 'redis')), ({ port }) =>
      pageOf('prometheus-redis-exporter', (address) => [
        '-web.listen-address',
        address,
        '-redis.addr',
        `redis://127.0.0.1:${port}`,
      ]),
    ),
};

const PROMETHEUS: ExporterSource = {
  name: 'prometheus',
  command: 'prometheus',
  versionFlag: '--version',
  ignored: /^net_conntrack_/,
  pages: async (folder) => {
    const config = join(folder, 'prometheus.yml');
    const rules = join(folder, 'rules.yml');
    // Without a rule there are no metrics of rules, and without a target none of samples.
    writeFileSync(rules, 'groups: [{ name: a, rules: [{ record: b, expr: up }] }]\n');
    return [
      await pageOf(
        'prometheus',
        (address) => {
          const scrape = `scrape_configs: [{ job_name: a, static_configs: [{ targets: ['${address}'] }] }]`;
          writeFileSync(config, `global: { scrape_interval: 100ms }\nrule_files: [${rules}]\n${scrape}\n`);
          const place = [`--config.file=${config}`, `--web.listen-address=${address}`];
          return [...place, `--storage.tsdb.path=${join(folder, 'prometheus')}`];
        },
        { settleMs: 8000 },
      ),
    ];
  },
};

const ALERTMANAGER: ExporterSource = {
  name: 'alertmanager',
  command: 'prometheus-alertmanager',
  versionFlag: '--version',
  pages: async (folder) => {
    const config = join(folder, 'alertmanager.yml');
    writeFileSync(config, 'route: { receiver: none }\nreceivers: [{ name: none }]\n');
    const place = [`--config.file=${config}`, `--storage.path=${join(folder, 'alertmanager')}`];
    const alone = '--cluster.listen-address=';
    return [
      await pageOf('prometheus-alertmanager', (address) => [
        ...place,
        alone,
        `--web.listen-address=${address}`,
      ]),
    ];
  },
};

/** All exporters that can be run on this machine. */
export const EXPORTER_SOURCES: readonly ExporterSource[] = [NODE, POSTGRES, REDIS, PROMETHEUS, ALERTMANAGER];

interface PageOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Some families are only there after a while; 1 s by default. */
  readonly settleMs?: number;
}

async function pageOf(
  command: string,
  args: (address: string) => readonly string[],
  { env = {}, settleMs = 1000 }: PageOptions = {},
): Promise<string> {
  const running = await startExporter(command, args, { env });
  try {
    await sleep(settleMs);
    return await fetch(`http://127.0.0.1:${running.port}/metrics`).then((page) => page.text());
  } finally {
    await running.stop();
  }
}

/** A page for each of several servers, which are ended afterwards. */
async function withServers(
  started: Promise<readonly Server[]>,
  page: (server: Server) => Promise<string>,
): Promise<readonly string[]> {
  const servers = await started;
  try {
    const pages: string[] = [];
    for (const server of servers) pages.push(await page(server));
    return pages;
  } finally {
    for (const server of servers.toReversed()) await server.stop();
  }
}
