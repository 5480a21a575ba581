import type { Kit } from '@telltale/definition';
import {
  ai,
  cache,
  database,
  files,
  healthChecks,
  httpClient,
  httpServer,
  messages,
  methods,
  nodeRuntime,
  task,
  websocket,
} from '@telltale/definition';
import { remoteSelfDefinition } from '../../../packages/station/src/self/definition.ts';
import { metricTable } from './metric-rows.ts';
import { sdkMetrics } from './sdk-metrics.ts';

const INTRODUCTION = `# Metrics

Every metric that the SDK, its kits and a station expose. Generated from their declarations by \`npm run docs\`; do not edit. What exporters and the station's collectors give is in [exporter-metrics.md](exporter-metrics.md), how to name your own in [naming](../guides/naming.md).

A histogram shows as \`_bucket\`, \`_sum\` and \`_count\`; each scraped series has \`job\` and \`instance\` as well. The names of a kit are a view: \`task({ names: { total: 'jobs_total' } })\` gives another one.
`;

/** Each kit as it is without options, by what makes it. */
const KITS: Readonly<Record<string, () => Kit>> = {
  'httpServer()': () => httpServer({ names: { phases: true, connections: true, aborted: true } }),
  'nodeRuntime()': () => nodeRuntime(),
  'task()': () => task(),
  'messages()': () => messages(),
  'websocket()': () => websocket(),
  'ai()': () => ai(),
  'database()': () => database(),
  'cache()': () => cache(),
  'methods()': () => methods(),
  'httpClient()': () => httpClient(),
  'files()': () => files(),
  'healthChecks()': () => healthChecks(),
};

/** The page about the metrics of the SDK, its kits and the station. */
export async function printMetricsPage(): Promise<string> {
  const { metricSources } = remoteSelfDefinition;
  const station = metricSources.find(({ kit }) => kit === undefined)?.metrics ?? {};
  const requests = metricSources.find(({ kit }) => kit === 'http-server')?.metrics ?? {};
  return [
    INTRODUCTION,
    '## The SDK itself\n',
    `${metricTable(await sdkMetrics())}\n`,
    ...Object.entries(KITS).flatMap(([name, make]) => [
      `## Kit \`${name}\`\n`,
      `${metricTable(make().metrics)}\n`,
    ]),
    '## A station\n',
    'Those of the kit `nodeRuntime()`, its requests, and what follows. By topic and with what they tell: [own-metrics.md](../../packages/station/docs/own-metrics.md). `telltale_remote_*` are there in remote mode only.\n',
    `${metricTable({ ...station, ...requests })}\n`,
  ].join('\n');
}
