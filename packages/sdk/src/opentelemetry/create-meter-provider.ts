import type { MeterProvider } from '@opentelemetry/api';
import type { MonitoringDefinition } from '@telltale/definition';
import { info } from '@telltale/definition';
import { Info } from '../metrics/info.ts';
import type { Registry } from '../registry/registry.ts';
import { MetricStreams } from './metrics/metric-streams.ts';
import { ObservationRound } from './metrics/observation-round.ts';
import type { MetricStreamView } from './metrics/view.ts';
import { RegistryMeter } from './registry-meter.ts';
import type { Translation } from './translation/translation.ts';
import { labelName } from './translation/translation.ts';

/** What {@link createMeterProvider} takes. */
export interface MeterProviderOptions {
  /** Its kits' views take the measurements of the instruments they name. */
  readonly definition?: MonitoringDefinition;
  /** How instruments are shown; of several views of an instrument, each is shown. */
  readonly views?: readonly MetricStreamView[];
  /** How names are translated; as Prometheus does by default. */
  readonly translation?: Translation;
  /** Attributes of the process, shown as the metric `target_info`; none by default. */
  readonly resource?: Readonly<Record<string, string>>;
}

/**
 * A provider of OpenTelemetry meters that records into a registry: every instrument is on the metrics page
 * and in what is pushed. The meter's name and version are not among the labels, as in Prometheus' own
 * translation: they would be on every series, and OTLP carries them anyway.
 *
 * @example
 * ```ts
 * import { createRegistry } from '@telltale/sdk';
 * import { createMeterProvider } from '@telltale/sdk/opentelemetry';
 *
 * const registry = createRegistry();
 * const meter = createMeterProvider(registry).getMeter('shop');
 * meter.createCounter('shop.orders', { unit: '{order}' }).add(2, { 'order.kind': 'card' });
 * console.log(registry.expose().includes('shop_orders_total{order_kind="card"} 2')); // true
 * ```
 */
export function createMeterProvider(registry: Registry, options: MeterProviderOptions = {}): MeterProvider {
  const { definition, views = [], translation = 'UnderscoreEscapingWithSuffixes' } = options;
  const failed = (error: unknown) => {
    const describe = () => `measuring failed: ${error instanceof Error ? error.message : String(error)}`;
    registry.diagnostics.drop('collect_failed', 'opentelemetry', describe);
  };
  const round = new ObservationRound(failed);
  const { streams } = registry.attach((setup) => {
    const made = new MetricStreams({ registry, setup, definition, views, translation });
    return { streams: made, metrics: () => made.metrics, collect: () => round.run(), collectFailed: failed };
  });
  if (options.resource) showResource(registry, options.resource, translation);
  const meters = new Map<string, RegistryMeter>();
  return {
    getMeter: (name, version = '') => {
      const key = JSON.stringify([name, version]);
      let meter = meters.get(key);
      if (!meter) meters.set(key, (meter = new RegistryMeter({ name, version, streams, round, failed })));
      return meter;
    },
  };
}

/** `job` and `instance` come from the scrape. */
function showResource(
  registry: Registry,
  resource: Readonly<Record<string, string>>,
  translation: Translation,
): void {
  const labels = new Map<string, string>();
  for (const [attribute, value] of Object.entries(resource)) {
    const name = labelName(attribute, translation);
    if (name !== undefined) labels.set(name, value);
  }
  const specs = Object.fromEntries([...labels.keys()].map((name) => [name, 'any' as const]));
  const instrument = registry.add('target_info', info({ help: 'Attributes of the process', labels: specs }));
  if (instrument instanceof Info) instrument.set(Object.fromEntries(labels));
}
