import type { SourceLevel, SynthesisedSeries, SyntheticSource } from '@telltale/alerting';
import type { ResolvedDefinition, ResolvedMetric, ResolvedTarget } from '@telltale/definition';
import type { DrillLevel, DrillMove } from '@telltale/model';

/** What a program must do so that an alert fires. */
export interface AppMoves {
  readonly moves: readonly DrillMove[];
  /** Labels that all moved series have: those of the alert under drill. */
  readonly labels: Readonly<Record<string, string>>;
}

/** What keeps a program from making an alert fire by itself, for people. */
export interface CannotMove {
  readonly reason: string;
}

/**
 * The moves of a service's own instruments that make an alert fire: what the made-up series do during the fault.
 * Rates are multiplied by `factor`, so that real traffic does not hide them.
 */
export function appMoves(
  { sources, quiet, firing }: SynthesisedSeries,
  { metrics }: ResolvedDefinition,
  target: ResolvedTarget,
  factor: number,
): AppMoves | CannotMove {
  const moves: DrillMove[] = [];
  for (const [index, source] of sources.entries()) {
    const isChanged = JSON.stringify(quiet[index]) !== JSON.stringify(firing[index]);
    const reason = isChanged ? obstacle(source, firing[index], metrics) : undefined;
    if (reason !== undefined) return { reason };
    const level = levelOf(firing[index], factor);
    if (level === undefined || obstacle(source, firing[index], metrics) !== undefined) continue;
    moves.push({ metric: source.name, labels: ownLabels(source, target), level });
  }
  const shared = sharedLabels(moves.map(({ labels }) => labels));
  const [instance] = target.addresses;
  return { moves, labels: { ...shared, job: target.job, instance, ...target.labels } };
}

/** Why the service cannot do it; `undefined` where it can. */
function obstacle(
  { name }: SyntheticSource,
  { kind }: SourceLevel,
  metrics: readonly ResolvedMetric[],
): string | undefined {
  const metric = metrics.find((one) => one.name === name);
  if (metric === undefined)
    return `${name} is made by who scrapes, not by the service: stop the service to see it`;
  if (metric.exporter !== undefined) return `${name} is exposed by ${metric.exporter}, not by the service`;
  if (kind === 'absent') return `${name} would have to vanish: stop the service to see it`;
  if (metric.kind === 'summary' || metric.kind === 'stateset' || metric.kind === 'info')
    return `${name} is a ${metric.kind}, which no drill moves`;
  return undefined;
}

function levelOf(level: SourceLevel, factor: number): DrillLevel | undefined {
  if (level.kind === 'absent') return undefined;
  if (level.kind === 'rate' || level.kind === 'observations')
    return { ...level, perSecond: level.perSecond * factor };
  return level;
}

/** Without what the scraper adds. */
function ownLabels({ labels }: SyntheticSource, target: ResolvedTarget): Readonly<Record<string, string>> {
  const added = new Set(['job', 'instance', ...Object.keys(target.labels)]);
  return Object.fromEntries(Object.entries(labels.toObject()).filter(([name]) => !added.has(name)));
}

function sharedLabels(all: readonly Readonly<Record<string, string>>[]): Readonly<Record<string, string>> {
  const [first = {}, ...others] = all;
  return Object.fromEntries(
    Object.entries(first).filter(([name, value]) => others.every((labels) => labels[name] === value)),
  );
}
