import { instancesOf } from '@telltale/definition';
import type { ResolvedLabel, ResolvedMetric, ResolvedTarget } from '@telltale/definition';
import { LabelSet, TelltaleError, printExpr, walkExpr } from '@telltale/model';
import type { Expr, Matcher, RecordingRule, VectorSelector } from '@telltale/model';
import { compileMatcher, matchersOf } from '@telltale/promql';
import type { ExposedFamily } from './exposed-family.ts';
import { familyOf } from './exposed-family.ts';
import { countMatches, possibleValues } from './label-choice.ts';
import { formatBound } from './synthetic-scrape.ts';
import type { SyntheticSource } from './synthetic-source.ts';

/** What exists: only series that a program can expose may prove an alert. */
export interface SynthesisCatalogue {
  readonly metrics: readonly ResolvedMetric[];
  readonly targets: readonly ResolvedTarget[];
  readonly recordings: readonly RecordingRule[];
}

/** A selector and the family its series belong to. */
interface Demand {
  readonly selector: VectorSelector;
  readonly family: ExposedFamily;
  /** Matchers on labels, without the metric name and `le`. */
  readonly matchers: readonly Matcher[];
}

/**
 * The series an expression needs: for each selector one whose labels satisfy its matchers and, where
 * possible, no other selector's, so that numerator and denominator can move apart; on as many
 * instances as asked for and defined. Throws `TT_NOT_SYNTHESISABLE` when a selector can match nothing the catalogue has.
 */
export function deriveSources(
  expr: Expr,
  catalogue: SynthesisCatalogue,
  maxInstances: number,
): readonly SyntheticSource[] {
  const demands = collectDemands(expr, catalogue, new Set());
  const sources = new Map<string, SyntheticSource>();
  for (const demand of demands) {
    const { family } = demand;
    for (const target of chooseTargets(demand, catalogue.targets).slice(0, maxInstances)) {
      const labels = chooseLabels(demand, demands, target);
      sources.set(`${family.name} ${labels.key}`, {
        kind: family.kind,
        name: family.name,
        labels,
        buckets: family.buckets,
      });
    }
  }
  return [...sources.values()];
}

/**
 * A series that satisfies all matchers of a selector but one: it must not count. `undefined` where the
 * catalogue has no such series, so that the matcher decides nothing.
 */
export function deriveDecoy(
  selector: VectorSelector,
  matcherIndex: number,
  catalogue: SynthesisCatalogue,
): SyntheticSource | undefined {
  const matcher = selector.matchers[matcherIndex];
  const opposite = { ...matcher, op: OPPOSITE[matcher.op] };
  const violating = { ...selector, matchers: selector.matchers.with(matcherIndex, opposite) };
  try {
    return deriveSources(violating, { ...catalogue, recordings: [] }, 1).at(0);
  } catch (error) {
    if (error instanceof TelltaleError && error.code === 'TT_NOT_SYNTHESISABLE') return undefined;
    throw error;
  }
}

const OPPOSITE = { '=': '!=', '!=': '=', '=~': '!~', '!~': '=~' } as const;

function collectDemands(expr: Expr, catalogue: SynthesisCatalogue, seen: Set<string>): readonly Demand[] {
  const demands: Demand[] = [];
  for (const node of walkExpr(expr)) {
    if (node.kind !== 'vector') continue;
    const matchers = matchersOf(node);
    const name = matchers.find((matcher) => matcher.name === '__name__' && matcher.op === '=')?.value;
    if (name === undefined) throw impossible(node, 'it does not name a metric');
    const recordings = catalogue.recordings.filter((recording) => recording.name === name);
    if (recordings.length === 0) {
      demands.push(demandOf(node, name, matchers, catalogue));
      continue;
    }
    if (seen.has(name)) continue;
    seen.add(name);
    for (const recording of recordings) demands.push(...collectDemands(recording.expr, catalogue, seen));
  }
  return demands;
}

function demandOf(
  selector: VectorSelector,
  name: string,
  matchers: readonly Matcher[],
  { metrics }: SynthesisCatalogue,
): Demand {
  const family = familyOf(name, metrics);
  if (!family) {
    const isNative = metrics.some((metric) => metric.name === name && metric.isNative);
    const reason = isNative
      ? `${name} is a native histogram, and only classic buckets can be made up`
      : `no metric ${name} is defined`;
    throw impossible(selector, reason);
  }
  const le = matchers.filter((matcher) => matcher.name === 'le').map(compileMatcher);
  const bounds = [...family.buckets, Infinity].map(formatBound);
  if (!bounds.some((bound) => le.every((matcher) => matcher.matches(bound)))) {
    throw impossible(selector, `${family.name} has no such bucket, only ${bounds.join(', ')}`);
  }
  return {
    selector,
    family,
    matchers: matchers.filter((matcher) => matcher.name !== '__name__' && matcher.name !== 'le'),
  };
}

function chooseLabels(demand: Demand, demands: readonly Demand[], target: LabelSet): LabelSet {
  const { family, matchers, selector } = demand;
  const chosen = Object.entries(family.labels).map(([name, label]) => {
    const own = matchers.filter((matcher) => matcher.name === name);
    return [name, chooseValue(name, label, own, demand, demands)] as const;
  });
  const labels = LabelSet.from([...target.entries(), ...chosen]);
  for (const matcher of matchers) {
    if (compileMatcher(matcher).matches(labels.get(matcher.name))) continue;
    const known = [...Object.keys(family.labels), ...target.names].join(', ');
    throw impossible(
      selector,
      `${family.name} has no label ${matcher.name} with such a value (labels: ${known})`,
    );
  }
  return labels;
}

function chooseValue(
  name: string,
  label: ResolvedLabel,
  own: readonly Matcher[],
  demand: Demand,
  demands: readonly Demand[],
): string {
  const others = demands
    .filter((other) => other !== demand && other.family.name === demand.family.name)
    .map((other) => other.matchers.filter((matcher) => matcher.name === name))
    .filter((matchers) => matchers.length > 0 && !isSameCondition(matchers, own));
  const values = possibleValues(label, own);
  if (values.length === 0) {
    const choice = label.kind === 'values' ? ` (values: ${label.values.join(', ')})` : '';
    throw impossible(
      demand.selector,
      `label ${name} of ${demand.family.name} cannot have such a value${choice}`,
    );
  }
  let best = values[0];
  for (const value of values) if (countMatches(value, others) < countMatches(best, others)) best = value;
  return best;
}

function isSameCondition(a: readonly Matcher[], b: readonly Matcher[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Labels of the instances that satisfy the selector: `job`, `instance` and the target's own. */
function chooseTargets(
  { selector, family, matchers }: Demand,
  targets: readonly ResolvedTarget[],
): readonly LabelSet[] {
  const exposing = targets.filter(family.isOf);
  const instances = (exposing.length > 0 ? exposing : targets).flatMap((target) =>
    instancesOf(target).map((address) =>
      LabelSet.of({ ...target.labels, job: target.job, instance: address }),
    ),
  );
  if (instances.length === 0) return [LabelSet.empty];
  const names = new Set(instances.flatMap((labels) => labels.names));
  // Other labels are none of the target's business: they are judged with the metric's own.
  const conditions = matchers
    .filter(({ name }) => names.has(name) && !Object.hasOwn(family.labels, name))
    .map(compileMatcher);
  const matching = instances.filter((labels) =>
    conditions.every((matcher) => matcher.matches(labels.get(matcher.name))),
  );
  if (matching.length > 0) return namesakesFirst(family.name, matching);
  const jobs = targets.map(({ job }) => job).join(', ');
  const asked = conditions.map(({ name }) => name).join(', ');
  throw impossible(selector, `no target satisfies its matchers on ${asked} (jobs: ${jobs})`);
}

/** `orders_requests_total` is exposed by the job `orders` rather than by another. */
function namesakesFirst(metric: string, instances: readonly LabelSet[]): readonly LabelSet[] {
  const isNamesake = (labels: LabelSet): boolean => {
    const job = labels.get('job').replaceAll(/[^a-zA-Z0-9]+/g, '_');
    return job !== '' && metric.startsWith(`${job}_`);
  };
  return [...instances.filter(isNamesake), ...instances.filter((labels) => !isNamesake(labels))];
}

function impossible(selector: VectorSelector, reason: string): TelltaleError {
  return new TelltaleError('TT_NOT_SYNTHESISABLE', `${printExpr(selector)} matches nothing: ${reason}.`, {
    fix: 'Correct the selector, or define what it asks for.',
  });
}
