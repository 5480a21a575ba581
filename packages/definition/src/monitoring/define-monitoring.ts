import type { ExporterPack } from '../exporters/exporter-pack.ts';
import type { Kit } from '../kits/kit.ts';
import type { LogEventDeclarations } from '../logs/event.ts';
import type { LogMetricDeclarations } from '../logs/log-metric.ts';
import type { LogsDeclaration } from '../logs/logs-declaration.ts';
import type { MetricDeclarations } from '../metrics/declaration.ts';
import type { Empty } from '../metrics/empty.ts';
import { given } from '../options/given.ts';
import { callerPosition } from '../position/caller-position.ts';
import type { NoPreset, Preset } from './preset.ts';
import type { AnySections } from './make-parts.ts';
import { makeParts, registeredMetrics } from './make-parts.ts';
import type { SectionFault } from './sections.ts';
import { isPreset } from './is-preset.ts';
import type { MonitoringDefinition } from './monitoring-definition.ts';
import type {
  MonitoringOptions,
  OwnMetrics,
  ReceiverDeclarations,
  TargetDeclarations,
} from './monitoring-options.ts';

const NO_PRESET: SectionFault = { path: 'preset', message: 'write a preset, such as migration()' };

/**
 * Describes the monitoring of a service: what it measures, what is scraped, what raises an alert and who is
 * told. Runs no callback and reads nothing.
 *
 * @example
 * ```ts
 * import { alert, counter, defineMonitoring, httpServer, nodeRuntime, webhook } from '@telltale/sdk/define';
 *
 * const definition = defineMonitoring({
 *   service: 'shop',
 *   owner: 'team-shop',
 *   metrics: {
 *     orders_total: counter({ help: 'Orders placed', labels: { method: ['card', 'invoice'] } }),
 *   },
 *   kits: [httpServer(), nodeRuntime()],
 *   targets: { shop: { address: '127.0.0.1:3000' } },
 *   receivers: { ops: webhook({ url: 'http://127.0.0.1:9/alerts' }) },
 *   routes: { to: 'ops', groupBy: ['alertname', 'route'] },
 *   alerts: (m) => ({
 *     NoOrders: alert({
 *       when: m.orders_total.increase('1h').sum().below(1),
 *       for: '10m',
 *       onNoData: 'fire',
 *       severity: 'ticket',
 *       summary: 'Nobody has ordered anything for an hour',
 *     }),
 *   }),
 *   dashboards: (m) => ({ Shop: { Orders: m.orders_total.rate('5m').sum('method') } }),
 * });
 * console.log(definition.service); // shop
 * ```
 */
export function defineMonitoring<
  const Metrics extends MetricDeclarations = Empty,
  const Kits extends readonly Kit[] = readonly [],
  const Targets extends TargetDeclarations = Empty,
  const Receivers extends ReceiverDeclarations = Empty,
  const Exporters extends readonly ExporterPack[] = readonly [],
  const Base extends Preset = NoPreset,
  const Events extends LogEventDeclarations = Empty,
  const LogMetrics extends LogMetricDeclarations = Empty,
>(
  options: MonitoringOptions<Metrics, Kits, Targets, Receivers, Exporters, Base, Events, LogMetrics>,
): MonitoringDefinition<OwnMetrics<Metrics, Kits, Base>, Events, NoInfer<LogMetrics>> {
  const { service, owner, preset: base } = given(options);
  const preset = isPreset(base) ? base : undefined;
  // Callbacks get the metrics that they are typed for, which only this function's type parameters know.
  const parts = makeParts(given(options) as AnySections, ['service', 'owner', 'preset'], preset);
  const position = callerPosition(defineMonitoring);
  const { logs, ...others } = parts;
  return {
    // First: the parts of a preset are those of an object that says of itself that it is a preset.
    ...others,
    // Events and metrics of a preset's logs are there too, but nothing is known of their types.
    ...(logs && { logs: logs as LogsDeclaration<Events, LogMetrics> }),
    ...(base !== undefined && !preset && { sectionFaults: [...parts.sectionFaults, NO_PRESET] }),
    kind: 'telltale.definition',
    service,
    owner: typeof owner === 'string' ? owner : '',
    ...(preset && { preset: preset.preset }),
    // The sources' metrics together have the type that is computed from the sources' types.
    metrics: registeredMetrics(parts.metricSources) as OwnMetrics<Metrics, Kits, Base>,
    ...(position && { position }),
  };
}
