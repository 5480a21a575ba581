import type { Secret } from '@telltale/model';
import type { DashboardDeclarations } from '../dashboards/dashboard-declaration.ts';
import type { MetricDeclarations } from '../metrics/declaration.ts';
import { given } from '../options/given.ts';
import type { Catalogue } from '../query/catalogue.ts';
import { createCatalogue } from '../query/catalogue.ts';
import type { AlertDeclaration } from '../rules/alert.ts';
import type { RunbookOf } from '../rules/runbook.ts';
import { runbooksIn } from '../rules/runbook.ts';
import type { TargetDeclaration } from '../targets/target-declaration.ts';
import type { Duration } from '../time/duration.ts';
import type { ExporterPack } from './exporter-pack.ts';

/** What the exporter packs take. */
export interface ExporterOptions<Job extends string = string> {
  /** `host:port` of the exporter, or of each of several; the name and port it has in generated stacks by default. */
  readonly address?: string | readonly string[];
  /** Name of its target, the `job` label. */
  readonly job?: Job;
  /** How often it is scraped; the definition's `scrape.every` by default. */
  readonly every?: Duration;
  /** Labels added to every sample. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Where the token is that it asks for; it asks for none by default. */
  readonly authorization?: Secret;
  /** Whether the pack's own alerts are there; they are by default. */
  readonly alerts?: boolean;
  /** Names of its alerts that are left out; none by default. */
  readonly without?: readonly string[];
  /** Whether the pack's own dashboard is there; it is by default. */
  readonly dashboards?: boolean;
  /** Folder or address of the runbooks; `docs/runbooks` by default. */
  readonly runbooks?: string;
}

/** What a pack is made from. */
export interface PackParts<Metrics extends MetricDeclarations> {
  readonly pack: string;
  readonly job: string;
  /** Name of its container in generated stacks. */
  readonly host: string;
  readonly port: number;
  readonly path?: TargetDeclaration['path'];
  readonly image: string;
  readonly metrics: () => Metrics;
  /** The version that the names are from; without a day nobody ran it, and they are from its documentation. */
  readonly source: { readonly version: string; readonly date?: string };
  readonly alerts: (
    m: Catalogue<Metrics, string>,
    context: PackContext,
  ) => Readonly<Record<string, AlertDeclaration>>;
  readonly dashboards: (m: Catalogue<Metrics, string>) => DashboardDeclarations;
}

/** What the alerts of a pack need to know beside its metrics. */
export interface PackContext {
  readonly job: string;
  readonly runbook: RunbookOf;
}

/** A pack with its target, its alerts and its dashboard. */
export function createPack<Job extends string, Metrics extends MetricDeclarations>(
  parts: PackParts<Metrics>,
  options: ExporterOptions<Job> | undefined,
): ExporterPack<Job, Metrics> {
  const { address, every, labels, authorization, runbooks, ...view } = given(options);
  const { alerts = true, dashboards = true } = view;
  const without = new Set(view.without);
  // Without a job the default of `Job` is the pack's own.
  const job = view.job ?? (parts.job as Job);
  const context = { job, runbook: runbooksIn(runbooks) };
  const metrics = parts.metrics();
  const m = () => createCatalogue<Metrics, string>(metrics);
  const { source } = parts;
  return {
    pack: parts.pack,
    job,
    metrics,
    target: {
      address: address ?? `${parts.host}:${parts.port}`,
      ...(parts.path && { path: parts.path }),
      ...(every && { every }),
      ...(labels && { labels }),
      ...(authorization && { authorization }),
    },
    image: parts.image,
    port: parts.port,
    version: source.version,
    date: source.date ?? '',
    documented: source.date === undefined,
    ...(alerts && {
      alerts: () =>
        Object.fromEntries(Object.entries(parts.alerts(m(), context)).filter(([name]) => !without.has(name))),
    }),
    ...(dashboards && { dashboards: () => parts.dashboards(m()) }),
  };
}
