import { fieldsOf, textOf } from '../../server/json-fields.ts';
import { tryPanels } from '../panels/try-panels.ts';
import { failed, ok, skipped } from '../ladder.ts';
import type { Ladder, LadderStep, StepFinding } from '../ladder.ts';
import { tryConnection } from '../network/connect.ts';
import type { GrafanaAddress } from '../patient.ts';
import { fixOf } from '../words.ts';
import { createGrafanaClient, messageOf } from './grafana-client.ts';
import type { GrafanaClient, GrafanaSource } from './grafana-client.ts';
import { askedPanels, grafanaDashboards } from './grafana-dashboards.ts';
import type { GrafanaDashboard } from './grafana-dashboards.ts';
import { tryFiles, tryRanges, trySourcesOf } from './try-dashboards.ts';
import { trySourceHealth, trySources, tryThrough } from './try-sources.ts';

/** “Grafana does not load, or shows nothing”: from its address over its sources to the queries of its panels. */
export function grafanaLadder(grafana: GrafanaAddress): Ladder {
  return { topic: 'grafana', steps: grafanaSteps(grafana) };
}

/** What one step finds, for the next ones. */
interface GrafanaCase {
  sources: readonly GrafanaSource[];
  dashboards: readonly GrafanaDashboard[];
}

/** The steps, to stand behind others. */
export function grafanaSteps(grafana: GrafanaAddress): readonly LadderStep[] {
  const client = createGrafanaClient(grafana);
  const found: GrafanaCase = { sources: [], dashboards: [] };
  const step = (id: string, title: string, needs: string, run: () => Promise<StepFinding>): LadderStep => ({
    id: `grafana-${id}`,
    title,
    needs: needs === '' ? [] : [`grafana-${needs}`],
    try: run,
  });
  return [
    step('listens', 'Grafana takes connections', '', () => tryListening(grafana)),
    step('health', 'Grafana is well', 'listens', () => tryHealth(client)),
    step('access', 'It lets the doctor in', 'health', () => tryAccess(client, grafana, found)),
    step('sources', 'It has a data source for metrics', 'access', () => trySources(found.sources)),
    step('source-health', 'Its test of the source succeeds', 'sources', () =>
      trySourceHealth(client, found.sources),
    ),
    step('through', 'Queries go through it', 'sources', () => tryThrough(client, found.sources)),
    step('files', 'The files of its dashboards are JSON', '', () => tryFiles(grafana.files)),
    step('dashboards', 'Its dashboards name sources that there are', 'access', async () => {
      found.dashboards = await grafanaDashboards(client);
      return trySourcesOf(found.dashboards, found.sources);
    }),
    step('ranges', 'They show a time that has data', 'dashboards', () => tryRanges(found.dashboards)),
    step('panels', 'Every panel has data of the last 5 minutes', 'through', () =>
      tryPanels(found.dashboards.flatMap((one) => askedPanels(one, found.sources, client))),
    ),
    step('log', 'The log of Grafana was read', '', readLog),
  ];
}

async function tryListening({ address }: GrafanaAddress): Promise<StepFinding> {
  const { isOpen, place, error } = await tryConnection(address);
  if (isOpen) return ok(place);
  return failed(
    `${place}: ${error}`,
    fixOf('Start it, or name its address with --grafana:', 'docker compose up -d grafana'),
  );
}

async function tryHealth(client: GrafanaClient): Promise<StepFinding> {
  const answer = await client.get('/api/health');
  const { database, version } = fieldsOf(answer.json);
  if (answer.ok && database === 'ok')
    return ok(`version ${textOf(version) || 'unknown'}, its database is well`);
  if (typeof database === 'string') {
    return failed(
      `its database is ${database}`,
      'Look at its disk, and at the rights of /var/lib/grafana; then restart it.',
    );
  }
  return failed(
    `${messageOf(answer)}, which is no answer of Grafana`,
    'Another program has the port, or Grafana is behind a path: name it, such as --grafana http://HOST:3000/grafana.',
  );
}

async function tryAccess(
  client: GrafanaClient,
  { token }: GrafanaAddress,
  found: GrafanaCase,
): Promise<StepFinding> {
  const sources = await client.sources();
  if (sources) {
    found.sources = sources;
    return ok('it tells its data sources');
  }
  const answer = await client.get('/api/datasources');
  return failed(
    `${messageOf(answer)}${token === undefined ? '; no token was given' : ''}`,
    fixOf(
      'Make a service account with the role Viewer and the right to read data sources, and give its token:',
      'export TELLTALE_GRAFANA_TOKEN=glsa_…',
    ),
  );
}

/** Grafana tells its log to nobody over HTTP. */
async function readLog(): Promise<StepFinding> {
  return skipped(
    'Grafana tells its log to nobody over HTTP',
    fixOf('Read it where it runs:', 'docker compose logs --since 15m grafana | grep -E "level=(error|warn)"'),
  );
}
