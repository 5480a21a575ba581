import type { ResolvedDefinition, ResolvedHealth, ResolvedMetric, ResolvedSlo } from '@telltale/definition';
import type { Rule } from '@telltale/model';
import { slugOf } from '@telltale/model';
import type { ScrapedTarget } from '../dashboards/generated.ts';
import type { ServiceSignals } from './service-signals.ts';
import { declaredSignals, isSignal, wellKnownSignals } from './service-signals.ts';

/** What is known of a service before anything is asked about it. */
export interface ServicePlan {
  readonly name: string;
  readonly owner: string;
  readonly jobs: readonly string[];
  readonly scrapeIntervalMs: number;
  /** The signals that it has, of which those of `shared` are only there where `isPresent`. */
  readonly signals: (isPresent: (metric: string) => boolean) => ServiceSignals;
  /** Names of metrics that several services declare: whether it has them shows in its series. */
  readonly shared: readonly string[];
  readonly health?: ResolvedHealth;
  readonly slos: readonly ResolvedSlo[];
  readonly rules: readonly Rule[];
  /** Whether it is all that the definition has. */
  readonly isWhole: boolean;
  readonly dashboards: readonly string[];
}

const DEFAULT_INTERVAL_MS = 15_000;

/** The services of a definition: those of a workspace, or the one. */
export function definedServices(definition: ResolvedDefinition): readonly ServicePlan[] {
  const { services } = definition;
  if (!services) return [planOf(definition, definition, true)];
  return services.map((service) => planOf(definition, service, false));
}

function planOf(
  definition: ResolvedDefinition,
  service: Pick<ResolvedDefinition, 'owner' | 'health'> & { readonly name?: string },
  isWhole: boolean,
): ServicePlan {
  const name = service.name ?? definition.service;
  const isOwn = (one: { readonly service?: string }) => isWhole || one.service === name;
  const targets = definition.targets.filter((target) => isOwn(target) && target.exporter === undefined);
  const metrics = definition.metrics.filter(
    (metric) => metric.exporter === undefined && (isWhole || (metric.service ?? name) === name),
  );
  const isShared = (metric: ResolvedMetric) => !isWhole && metric.service === undefined;
  return {
    name,
    owner: service.owner,
    jobs: targets.map(({ job }) => job),
    scrapeIntervalMs: Math.max(0, ...targets.map(({ intervalMs }) => intervalMs)) || DEFAULT_INTERVAL_MS,
    signals: (isPresent) =>
      declaredSignals(metrics.filter((metric) => !isShared(metric) || isPresent(metric.name))),
    shared: metrics.filter((metric) => isShared(metric) && isSignal(metric)).map((metric) => metric.name),
    ...(service.health && { health: service.health }),
    slos: (definition.slos ?? []).filter(isOwn),
    rules: definition.rules.filter(isOwn),
    isWhole,
    dashboards: slugsOf(definition, isOwn),
  };
}

/** An overview first, where there is one; then in the order of the definition. */
function slugsOf(
  { dashboards }: ResolvedDefinition,
  isOwn: (one: { readonly service?: string }) => boolean,
): readonly string[] {
  const slugs = dashboards.filter(isOwn).map(({ slug }) => slug);
  return slugs.toSorted((a, b) => Number(b.includes('overview')) - Number(a.includes('overview')));
}

/** A program that is scraped and that nobody defined. */
export async function scrapedService(
  { job, intervalMs, families }: ScrapedTarget,
  labelsOf: (seriesName: string) => Promise<readonly string[]>,
): Promise<ServicePlan> {
  const metrics = [...families].map(([name, { type }]) => ({ name, type }));
  const signals = await wellKnownSignals(metrics, labelsOf);
  return {
    name: job,
    owner: '',
    jobs: [job],
    scrapeIntervalMs: intervalMs,
    signals: () => signals,
    shared: [],
    slos: [],
    rules: [],
    isWhole: false,
    dashboards: metrics.length === 0 ? [] : [`scraped-${slugOf(job)}`],
  };
}
