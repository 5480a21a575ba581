import type { ExporterMetrics, ExporterPack } from '../exporters/exporter-pack.ts';
import type { Kit } from '../kits/kit.ts';
import type { MetricDeclarations } from '../metrics/declaration.ts';
import type { Empty } from '../metrics/empty.ts';
import type { AnySections } from './make-parts.ts';
import { foreignMetrics, makeParts, registeredMetrics } from './make-parts.ts';
import type {
  CatalogueOf,
  OwnMetrics,
  ReceiverDeclarations,
  SectionOptions,
  TargetDeclarations,
} from './monitoring-options.ts';
import type { Preset } from './preset.ts';

/** What {@link definePreset} takes: all sections of a definition. */
export interface PresetOptions<
  Metrics extends MetricDeclarations,
  Kits extends readonly Kit[],
  Targets extends TargetDeclarations,
  Receivers extends ReceiverDeclarations,
  Exporters extends readonly ExporterPack[],
> extends SectionOptions<
  Metrics,
  Kits,
  Exporters,
  Targets,
  Receivers,
  CatalogueOf<Metrics, Kits, Exporters, Targets>,
  (keyof Targets & string) | Exporters[number]['job'],
  keyof Receivers & string
> {
  /** Name, such as `migration`. */
  readonly preset: string;
}

/** Makes a preset: a monitoring that definitions can be made from. Runs no callback. */
export function definePreset<
  const Metrics extends MetricDeclarations = Empty,
  const Kits extends readonly Kit[] = readonly [],
  const Targets extends TargetDeclarations = Empty,
  const Receivers extends ReceiverDeclarations = Empty,
  const Exporters extends readonly ExporterPack[] = readonly [],
>(
  options: PresetOptions<Metrics, Kits, Targets, Receivers, Exporters>,
): Preset<
  OwnMetrics<Metrics, Kits>,
  ExporterMetrics<Exporters>,
  (keyof Targets & string) | Exporters[number]['job'],
  keyof Receivers & string
> {
  // Callbacks get the metrics that they are typed for, which only this function's type parameters know.
  const parts = makeParts(options as AnySections, ['preset'], undefined);
  return {
    kind: 'telltale.preset',
    preset: options.preset,
    ...parts,
    // What the sources declare together has the type that is computed from the sources' types.
    metrics: registeredMetrics(parts.metricSources) as OwnMetrics<Metrics, Kits>,
    foreignMetrics: foreignMetrics(parts.exporters) as ExporterMetrics<Exporters>,
    names: {
      targets: Object.keys(parts.targets),
      receivers: Object.keys(parts.receivers),
    },
  };
}
