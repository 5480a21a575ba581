import type { ResolvedDefinition } from '@telltale/definition';
import { parseAlertmanagerConfig } from '@telltale/formats';
import { generateAlertmanager, generateGrafana } from '@telltale/manifests';
import type { DriftNotice } from '@telltale/station/contract';
import { TelltaleError } from '@telltale/model';
import { createPrometheusClient } from '../server/prometheus-client.ts';
import { compareEntries } from './compare-entries.ts';
import type { Comparison } from './compare-entries.ts';
import { dashboardEntries } from './dashboards/dashboard-entries.ts';
import { stationDashboards } from './dashboards/station-dashboards.ts';
import type { DriftFinding } from './drift-entry.ts';
import type { DriftServer } from './drift-servers.ts';
import { fieldsOf, textOf } from '../server/json-fields.ts';
import { compareMetrics } from './metrics/compare-metrics.ts';
import { silentQueries } from './metrics/silent-queries.ts';
import { routingEntries } from './routing/routing-entries.ts';
import { definedGroups, definedRules } from './rules/defined-rules.ts';
import { failingRules, liveRules } from './rules/live-rules.ts';
import { definedTargets, downTargets, liveTargets } from './targets/compare-targets.ts';

/** The servers that a definition is compared with; those that are not named are not asked. */
export interface DriftServers {
  /** A station or a Prometheus. */
  readonly prometheus?: DriftServer;
  /** A station or an Alertmanager. */
  readonly alertmanager?: DriftServer;
  readonly grafana?: DriftServer;
}

/** How far servers are from the definition. */
export interface DriftReport {
  readonly findings: readonly DriftFinding[];
  /** They change no exit code. */
  readonly notices: readonly DriftNotice[];
  /** How many things were compared. */
  readonly compared: number;
}

/** Compares a definition with what servers run. Whatever cannot be asked throws `TT_STATION_UNREACHABLE`. */
export async function findDrift(definition: ResolvedDefinition, servers: DriftServers): Promise<DriftReport> {
  const parts: DriftReport[] = [];
  if (servers.prometheus) parts.push(await prometheusDrift(definition, servers.prometheus));
  if (servers.alertmanager) parts.push(await alertmanagerDrift(definition, servers.alertmanager));
  if (servers.grafana) parts.push(await grafanaDrift(definition, servers.grafana));
  return {
    findings: parts.flatMap(({ findings }) => findings),
    notices: parts.flatMap(({ notices }) => notices),
    compared: parts.reduce((sum, { compared }) => sum + compared, 0),
  };
}

async function prometheusDrift(definition: ResolvedDefinition, server: DriftServer): Promise<DriftReport> {
  const rulesAnswer = await readData(server, '/api/v1/rules', 'groups');
  const targetsAnswer = await readData(server, '/api/v1/targets?state=active', 'activeTargets');
  const rules = definedRules(definition);
  const targets = definedTargets(definition);
  const client = createPrometheusClient(server.address);
  const findings = [
    ...compareEntries(rules, liveRules(rulesAnswer, definedGroups(definition)), {
      area: 'rules',
      server: server.address,
      fix: RULES_FIX,
      code: GENERATE('prometheus'),
    }),
    ...compareEntries(targets, liveTargets(targetsAnswer, definition), {
      area: 'targets',
      server: server.address,
      fix: TARGETS_FIX,
      code: GENERATE('prometheus'),
    }),
    ...(await stationDashboards(definition, server)),
    ...(await compareMetrics(definition, client)),
    ...(await silentQueries(definition, client)),
  ];
  return {
    findings,
    notices: [
      ...failingRules(rulesAnswer).map(({ name, error }) => ({
        title: `${name} cannot be evaluated`,
        detail: error,
      })),
      ...downTargets(targetsAnswer).map(({ title, error }) => ({ title: `${title} is down`, detail: error })),
    ],
    compared: rules.length + targets.length + definition.metrics.length,
  };
}

/** The data of an answer of Prometheus' API; `undefined` where the server has no such route, and so none of it. */
async function readData(server: DriftServer, path: string, list: string): Promise<unknown> {
  const answer = await server.read(path);
  if (answer === undefined) return undefined;
  const { data } = fieldsOf(answer);
  if (Array.isArray(fieldsOf(data)[list])) return data;
  throw noAnswerOf('Prometheus', server.address + path);
}

/** Something answers that is not meant: else all would seem to be missing. */
function noAnswerOf(program: string, url: string): TelltaleError {
  return new TelltaleError('TT_STATION_UNREACHABLE', `${url}: the answer is none of ${program}'s API`, {
    fix: 'Name the right address, with its path where it is behind a proxy.',
  });
}

async function alertmanagerDrift(definition: ResolvedDefinition, server: DriftServer): Promise<DriftReport> {
  const [generated] = generateAlertmanager(definition);
  if (generated === undefined) return { findings: [], notices: [], compared: 0 };
  const { config } = fieldsOf(await server.read('/api/v2/status'));
  const live = parseAlertmanagerConfig(textOf(fieldsOf(config).original), server.address);
  if (!live.route) throw noAnswerOf('Alertmanager', `${server.address}/api/v2/status`);
  const defined = routingEntries(parseAlertmanagerConfig(generated.text, generated.path));
  const comparison: Comparison = {
    area: 'routing',
    server: server.address,
    fix: ROUTING_FIX,
    code: GENERATE('alertmanager'),
  };
  return {
    findings: compareEntries(defined, routingEntries(live), comparison),
    notices: [],
    compared: defined.length,
  };
}

async function grafanaDrift(definition: ResolvedDefinition, server: DriftServer): Promise<DriftReport> {
  const files = generateGrafana(definition).filter(({ path }) => path.endsWith('.json'));
  const comparison: Comparison = {
    area: 'dashboards',
    server: server.address,
    fix: DASHBOARDS_FIX,
    code: GENERATE('grafana'),
  };
  const findings: DriftFinding[] = [];
  let compared = 0;
  for (const { path, text } of files) {
    const { uid, title } = fieldsOf(JSON.parse(text));
    const dashboardPath = `/api/dashboards/uid/${encodeURIComponent(textOf(uid))}`;
    const answer = await server.read(dashboardPath);
    const defined = dashboardEntries(text, path);
    compared += defined.length;
    if (answer === undefined) {
      const missing = { key: textOf(uid), title: `dashboard ${textOf(title)}`, facts: {} };
      findings.push(...compareEntries([missing], [], comparison));
      continue;
    }
    const dashboard = fieldsOf(fieldsOf(answer).dashboard);
    if (Object.keys(dashboard).length === 0) throw noAnswerOf('Grafana', server.address + dashboardPath);
    const live = dashboardEntries(JSON.stringify(dashboard), server.address);
    findings.push(...compareEntries(defined, live, comparison));
  }
  return { findings, notices: [], compared };
}

const GENERATE = (what: string) => ({
  missing: `npx telltale gen ${what}`,
  changed: `npx telltale gen ${what}`,
});

const RULES_FIX = {
  missing: 'write it (telltale gen prometheus) and reload the server',
  changed: 'write it again (telltale gen prometheus) and reload the server, or change the definition',
  extra: 'add it to the definition, or take it out of the group',
};
const TARGETS_FIX = {
  missing: 'write it (telltale gen prometheus) and reload the server',
  changed: 'write it again (telltale gen prometheus) and reload the server, or change the definition',
  extra: 'add the address to the target of the definition, or take it out of the scrape configuration',
};
const ROUTING_FIX = {
  missing: 'write it (telltale gen alertmanager) and reload the server',
  changed: 'write it again (telltale gen alertmanager) and reload the server, or change the definition',
  extra: 'add it to the definition, or write the file again (telltale gen alertmanager)',
};
const DASHBOARDS_FIX = {
  missing:
    'write it (telltale gen grafana), which Grafana reads by itself, or bring it there (telltale push)',
  changed:
    'write it again (telltale gen grafana, telltale push), or take what was changed in Grafana into the definition',
  extra: 'somebody added it in Grafana: take it into the definition, or it goes with the next writing',
};
