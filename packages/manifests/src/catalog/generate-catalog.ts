import type { ResolvedDefinition } from '@telltale/definition';
import { definitionHash } from '../definition-hash.ts';
import type { GeneratedFile } from '../generated-file.ts';
import { layoutOf } from '../layout-of.ts';

/** Grows when a program that reads an older catalogue could misread a newer one. */
const CATALOG_VERSION = 1;

/**
 * Generates `catalog.json`: names, kinds, units, labels and buckets of all metrics, the rules, objectives,
 * dashboards and targets, for programs. `telltale check --metrics` reads it, too.
 */
export function generateCatalog(definition: ResolvedDefinition): readonly GeneratedFile[] {
  const catalog = {
    catalogVersion: CATALOG_VERSION,
    definition: definitionHash(definition),
    service: definition.service,
    owner: definition.owner,
    metrics: definition.metrics.map(({ position: _position, ...metric }) => metric),
    targets: definition.targets,
    rules: definition.rules.map(({ position: _position, expr: _expr, ...rule }) => rule),
    slos: (definition.slos ?? []).map(({ position: _position, ...slo }) => slo),
    dashboards: definition.dashboards.map((dashboard) => ({
      ...dashboard,
      panels: dashboard.panels.map(({ position: _position, ...panel }) => panel),
    })),
    receivers: definition.receivers.map(({ name, kind }) => ({ name, kind })),
  };
  return [{ path: layoutOf(definition).catalog, text: `${JSON.stringify(catalog, undefined, 2)}\n` }];
}
