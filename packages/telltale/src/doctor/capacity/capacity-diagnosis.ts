import type { CapacityResponse, ResourceUse } from '@telltale/station/contract';
import type { ServerSample } from '../../server/prometheus-client.ts';

const SECONDS_PER_DAY = 86_400;

/** How near a resource is to its limit, and when it is reached if it goes on like this. */
export interface ResourceDiagnosis extends ResourceUse {
  /** `undefined` where it does not grow, or nobody knows yet. */
  readonly daysUntilFull: number | undefined;
}

/** What `telltale doctor capacity` says. */
export interface CapacityDiagnosis {
  readonly resources: readonly ResourceDiagnosis[];
  /** How many days of samples fit into 1 GB at this rate; `undefined` where none come. */
  readonly daysPerGigabyte: number | undefined;
  /** Part of a definition that hands over what comes near its limit, or all of it where nothing does. */
  readonly block: string;
}

/** Asks how the use has changed over the last day, per second: a straight line through it. */
export const GROWTH_QUERY = 'deriv(telltale_station_capacity_used_ratio[1d])';

/** @param growth - answer to {@link GROWTH_QUERY}. */
export function diagnoseCapacity(
  figures: CapacityResponse,
  growth: readonly ServerSample[],
): CapacityDiagnosis {
  const resources = figures.envelope.map((use): ResourceDiagnosis => {
    const slope = growth.find(({ labels }) => labels['resource'] === use.resource)?.value ?? 0;
    const daysUntilFull =
      use.ratio >= 1 ? 0 : slope > 0 ? (1 - use.ratio) / (slope * SECONDS_PER_DAY) : undefined;
    return { ...use, daysUntilFull };
  });
  return { resources, daysPerGigabyte: figures.daysPerGigabyte ?? undefined, block: blockFor(resources) };
}

const METRICS: readonly ResourceUse['resource'][] = ['series', 'targets', 'samples_per_second'];

function blockFor(resources: readonly ResourceDiagnosis[]): string {
  const near = resources.filter(({ isNearlyFull }) => isNearlyFull);
  const of = near.length === 0 ? resources : near;
  const hasMetrics = of.some(({ resource }) => METRICS.includes(resource));
  const hasOthers = of.some(({ resource }) => !METRICS.includes(resource));
  const lines = [
    'station: {',
    ...(hasMetrics ? METRICS_BLOCK : []),
    ...(hasOthers ? CLICKHOUSE_BLOCK : []),
    '},',
  ];
  return `${lines.join('\n')}\n`;
}

const METRICS_BLOCK = [
  '  // First both: the station goes on, and an engine gets all samples. `telltale gen mimir` writes it.',
  "  forward: { metrics: [{ url: 'http://mimir:9009/api/v1/push' }] },",
  '  // Then read from there, and let it evaluate the rules.',
  "  // remote: { url: 'http://mimir:9009/prometheus' },",
];
const CLICKHOUSE_BLOCK = [
  '  // Logs and traces in ClickHouse in place of the data folder.',
  "  clickhouse: { url: 'clickhouse://telltale@clickhouse:8123/otel?create=true' },",
];
