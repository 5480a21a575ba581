import { TelltaleError } from '@telltale/model';
import { isMapping } from '../faults/shape.ts';
import type { MetricDeclaration, MetricDeclarations } from '../metrics/declaration.ts';
import type { Catalogue } from '../query/catalogue.ts';
import { createCatalogue } from '../query/catalogue.ts';
import type { ExporterPack } from '../exporters/exporter-pack.ts';
import type { Kit } from '../kits/kit.ts';
import type { DefinitionParts, MetricSource } from './definition-parts.ts';
import type { ReceiverDeclarations, SectionOptions, TargetDeclarations } from './monitoring-options.ts';
import { mergeParts } from './merge-parts.ts';
import { soundExporters, soundKits, soundSections } from './sections.ts';

/** Sections of any definition or preset. */
export type AnySections = SectionOptions<
  MetricDeclarations,
  readonly Kit[],
  readonly ExporterPack[],
  TargetDeclarations,
  ReceiverDeclarations,
  Catalogue<MetricDeclarations, string>,
  string,
  string
>;

/** The parts that options name, on top of those of a preset. Runs no callback. */
export function makeParts(
  options: AnySections,
  allowed: readonly string[],
  base: DefinitionParts | undefined,
): DefinitionParts {
  const { sound, faults } = soundSections(options, allowed);
  const { sound: kits, faults: kitFaults } = soundKits(sound.kits ?? [], base?.kits ?? []);
  const { sound: exporters, faults: exporterFaults } = soundExporters(sound.exporters ?? []);
  const own: DefinitionParts = {
    metricSources: [{ metrics: sound.metrics ?? {} }, ...kits.map(({ kit, metrics }) => ({ metrics, kit }))],
    kits,
    exporters,
    targets: sound.targets ?? {},
    scrape: sound.scrape ?? {},
    ...(sound.evaluateEvery && { evaluateEvery: sound.evaluateEvery }),
    receivers: sound.receivers ?? {},
    ...(sound.routes && { routes: sound.routes }),
    inhibitions: sound.inhibitions ?? [],
    timeIntervals: sound.timeIntervals ?? {},
    notifications: sound.notifications ?? {},
    proof: sound.proof ?? {},
    recordings: () => returned(sound.recordings, catalogue),
    alerts: () => returned(sound.alerts, catalogue),
    slos: () => returned(sound.slos, catalogue),
    dashboards: () => returned(sound.dashboards, catalogue),
    queries: () => returned(sound.queries, catalogue),
    station: sound.station ?? {},
    environments: sound.environments ?? {},
    layout: sound.layout ?? {},
    stack: sound.stack ?? {},
    ...(sound.logs && { logs: sound.logs }),
    ...(sound.traces && { traces: sound.traces }),
    ...(sound.health && { health: sound.health }),
    ownSections: Object.keys(sound),
    sectionFaults: [...faults, ...kitFaults, ...exporterFaults],
  };
  const parts = base ? mergeParts(base, own) : own;
  const catalogue = () =>
    createCatalogue({
      ...parts.logs?.metrics,
      ...foreignMetrics(parts.exporters),
      ...registeredMetrics(parts.metricSources),
    });
  return parts;
}

/** What a section's callback returns. Throws `TT_DEFINITION_INVALID` where that is no object. */
function returned<M, Returned extends object>(
  callback: ((m: M) => Readonly<Record<string, Returned>>) | undefined,
  catalogue: () => M,
): Readonly<Record<string, Returned>> {
  if (!callback) return {};
  const result = callback(catalogue());
  if (isMapping(result)) return result;
  throw new TelltaleError(
    'TT_DEFINITION_INVALID',
    'its function returns no object: write (m) => ({ … }), with the parentheses',
  );
}

/** The metrics that a service registers by name. The first declaration of a name stands; the others are faults. */
export function registeredMetrics(sources: readonly MetricSource[]): MetricDeclarations {
  const merged: Record<string, MetricDeclaration> = Object.create(null);
  for (const { metrics } of sources) {
    for (const [name, declaration] of Object.entries(metrics)) merged[name] ??= declaration;
  }
  return merged;
}

/** The metrics of exporters by name; the first declaration of a name stands. */
export function foreignMetrics(exporters: readonly ExporterPack[]): MetricDeclarations {
  return registeredMetrics(exporters);
}
