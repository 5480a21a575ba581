import { TelltaleError } from '@telltale/model';
import { loadDefinition } from '../definition/load-definition.ts';
import type { CommandIo } from '../io/command-io.ts';
import { EXIT } from '../io/command-io.ts';
import { serverAddress } from '../io/server-address.ts';
import { applyPush } from '../push/apply-push.ts';
import type { PushResult } from '../push/apply-push.ts';
import { planPush } from '../push/plan-push.ts';
import type { PushPlan } from '../push/plan-push.ts';
import { printPlan, printPush } from '../push/print-push.ts';
import { PROMETHEUS_UID } from '@telltale/manifests';
import { grafanaAccess } from '../server/grafana-access.ts';
import { createGrafanaApi } from '../server/grafana-api.ts';
import type { GrafanaApi } from '../server/grafana-api.ts';

/** The options of `telltale push`. */
export interface PushCommandOptions {
  readonly config?: string;
  readonly env?: string;
  /** Address of a Grafana. */
  readonly grafana?: string;
  readonly folder?: string;
  readonly datasource?: string;
  readonly dryRun?: boolean;
  readonly prune?: boolean;
  readonly force?: boolean;
  readonly json?: boolean;
}

/**
 * `telltale push`: brings the dashboards of the definition to a Grafana by its API. What is there already is not
 * written, so a second run writes nothing. Returns 1 where something is not as defined (`dryRun`) or was refused, 2
 * where Grafana failed on the way.
 *
 * @throws TelltaleError TT_USAGE, TT_STATION_UNREACHABLE, TT_FILE_READ, and what loading a definition throws.
 */
export async function pushCommand(options: PushCommandOptions, io: CommandIo): Promise<number> {
  const { grafana, folder, datasource, dryRun = false, prune = false, force = false } = options;
  if (grafana === undefined) {
    throw new TelltaleError('TT_USAGE', 'nothing says where to push to', {
      fix: 'Name a Grafana: --grafana http://grafana:3000; its token is TELLTALE_GRAFANA_TOKEN.',
    });
  }
  const { resolved } = await loadDefinition({
    config: options.config,
    cwd: io.cwd,
    environment: options.env,
    env: io.env,
  });
  const api = createGrafanaApi(grafanaAccess(serverAddress(grafana, io), io));
  const plan = await planPush(resolved, api, { folder, datasource, prune, force });
  if (plan.dashboards.length > 0) await noteDatasource(api, datasource ?? PROMETHEUS_UID, io);
  if (dryRun) return tellPlan(api, plan, options, io);
  const result = await applyPush(api, plan, force);
  if (options.json) io.write(`${JSON.stringify({ address: api.address, ...result }, undefined, 2)}\n`);
  else io.write(printPush(api.address, result));
  return exitOf(result);
}

function tellPlan(api: GrafanaApi, plan: PushPlan, { json }: PushCommandOptions, io: CommandIo): number {
  const { folder, dashboards } = plan;
  const shown = dashboards.map(({ uid, title, action, note }) => ({ uid, title, action, note }));
  if (json) {
    io.write(`${JSON.stringify({ address: api.address, folder, dashboards: shown }, undefined, 2)}\n`);
  } else io.write(printPlan(api.address, plan));
  const isAsDefined =
    folder.exists && dashboards.every(({ action }) => action === 'same' || action === 'extra');
  return isAsDefined ? EXIT.ok : EXIT.findings;
}

function exitOf({ folder, dashboards }: PushResult): number {
  const has = (...outcomes: readonly string[]): boolean =>
    dashboards.some(({ outcome }) => outcomes.includes(outcome));
  if (folder.outcome === 'failed' || has('failed')) return EXIT.failure;
  return has('refused', 'conflict') ? EXIT.findings : EXIT.ok;
}

/** Data sources are left alone; without the one that the dashboards ask they stay empty. */
async function noteDatasource(api: GrafanaApi, uid: string, io: CommandIo): Promise<void> {
  const { status } = await api.once('GET', `/api/datasources/uid/${encodeURIComponent(uid)}`);
  if (status !== 404) return;
  io.writeError(
    `telltale: Grafana has no data source with the uid ${JSON.stringify(uid)}, which the dashboards ask: add it, or name another with --datasource\n`,
  );
}
