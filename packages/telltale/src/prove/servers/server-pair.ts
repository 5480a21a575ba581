import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SecretReader } from '@telltale/alerting';
import type { ResolvedDefinition } from '@telltale/definition';
import type { MadeUpWorld } from './made-up-world.ts';
import { startMetricsTarget } from './metrics-target.ts';
import type { SeriesLevels } from './series-levels.ts';
import { targetKey } from './series-levels.ts';
import { writeServerFiles } from './server-files.ts';
import { freePort, startServer } from './server-process.ts';

/** Prometheus, Alertmanager and the targets that they watch. */
export interface ServerPair {
  /** What the series do from now on, and which targets are there. */
  setLevels(levels: SeriesLevels): Promise<void>;
  /** Names of the alerts that Prometheus has pending or firing. */
  activeAlerts(): Promise<ReadonlySet<string>>;
  stop(): Promise<void>;
}

export interface ServerPairOptions {
  readonly resolved: ResolvedDefinition;
  readonly world: MadeUpWorld;
  readonly secrets: SecretReader;
}

/** The oldest that is supported, Debian's: newer servers read its configuration too. */
const PROMETHEUS_VERSION = '2.42';
/** An instant selector sees this far back where nothing is shrunk. */
const LOOKBACK_MS = 300_000;
/** Scrapes that an instant selector must see at least. */
const MIN_LOOKBACK_SCRAPES = 4;
/** How often firing alerts are told again; Prometheus' own minute is as long as a whole round. */
const RESEND = '1s';

/**
 * Starts the servers on free ports of 127.0.0.1, in a temporary folder.
 *
 * @throws TelltaleError TT_USAGE where they are not installed or do not start.
 */
export async function startServerPair(options: ServerPairOptions): Promise<ServerPair> {
  const { resolved, world, secrets } = options;
  const folder = await mkdtemp(join(tmpdir(), 'telltale-prove-'));
  const metrics = await startMetricsTarget(world, resolved.targets);
  const closers = [() => metrics.close(), () => rm(folder, { recursive: true, force: true })];
  const stop = async (): Promise<void> => {
    for (const close of closers) await close();
  };
  try {
    const alertmanagerPort = await freePort();
    const files = await writeServerFiles({
      folder,
      resolved,
      secrets,
      targetPort: metrics.port,
      alertmanagerPort,
      prometheusVersion: PROMETHEUS_VERSION,
    });
    await files.writePrometheus(() => true);
    const alertmanager = await startAlertmanager(files.alertmanager, folder, alertmanagerPort);
    closers.unshift(() => alertmanager.stop());
    const port = await freePort();
    const prometheus = await startPrometheus(files.prometheus, folder, port, resolved);
    closers.unshift(() => prometheus.stop());
    let gone = '';
    return {
      setLevels: async (levels) => {
        metrics.setLevels(levels);
        const missing: string[] = [];
        await files.writePrometheus((target) => {
          const isGone = world.stateOf(targetKey(target), levels) === 'gone';
          if (isGone) missing.push(target.key);
          return !isGone;
        });
        if (missing.join() !== gone) prometheus.reload();
        gone = missing.join();
      },
      activeAlerts: () => activeAlerts(port),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function startAlertmanager(file: string, folder: string, port: number) {
  return startServer(
    ['prometheus-alertmanager', 'alertmanager'],
    [
      `--config.file=${file}`,
      `--storage.path=${join(folder, 'alertmanager-data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      `--web.external-url=http://127.0.0.1:${port}`,
      '--cluster.listen-address=',
    ],
    `http://127.0.0.1:${port}/-/ready`,
  );
}

function startPrometheus(file: string, folder: string, port: number, resolved: ResolvedDefinition) {
  const intervals = resolved.targets.map(({ intervalMs }) => intervalMs);
  const longestMs = Math.max(resolved.evaluationIntervalMs, ...intervals);
  // The definition is shrunk already: so much shorter is its world.
  const lookbackMs = Math.max(MIN_LOOKBACK_SCRAPES * longestMs, shrunkLookback(resolved));
  return startServer(
    ['prometheus'],
    [
      `--config.file=${file}`,
      `--storage.tsdb.path=${join(folder, 'prometheus-data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      `--web.external-url=http://127.0.0.1:${port}`,
      `--query.lookback-delta=${lookbackMs}ms`,
      `--rules.alert.resend-delay=${RESEND}`,
    ],
    `http://127.0.0.1:${port}/-/ready`,
  );
}

/** Scrapes are as many in the lookback as they are every 15 seconds in five minutes. */
function shrunkLookback({ evaluationIntervalMs }: ResolvedDefinition): number {
  return Math.round((LOOKBACK_MS / 15_000) * evaluationIntervalMs);
}

async function activeAlerts(port: number): Promise<ReadonlySet<string>> {
  const response = await fetch(`http://127.0.0.1:${port}/api/v1/alerts`);
  const answer = (await response.json()) as {
    readonly data: { readonly alerts: readonly { readonly labels: Readonly<Record<string, string>> }[] };
  };
  return new Set(answer.data.alerts.map(({ labels }) => labels['alertname']));
}
