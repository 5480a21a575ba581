import type { FunctionCall, VectorSelector } from '@telltale/model';
import { LabelSet } from '@telltale/model';
import { executionError } from '../../errors/execution-error.ts';
import { presentAnywhere } from '../binary/match-signature.ts';
import type { EvaluationContext } from '../context/evaluation-context.ts';
import { selectInstant } from '../selection/select-instant.ts';
import { gatherVector } from '../stream/read-stream.ts';
import { mergeSameLabels } from '../values/merge-series.ts';
import type { InstantVector, StepSeries } from '../values/value.ts';
import { vectorOf } from '../values/value.ts';
import { InfoGroups } from './info-groups.ts';
import type { InfoMatchers } from './info-matchers.ts';
import { compileAll, identifyingMatchers, infoMatchers } from './info-matchers.ts';
import { infoTime } from './info-time.ts';

/**
 * Evaluates `info(vector, {filter})`: adds the labels of info series about the same instance and job to
 * the series of a vector.
 */
export async function addInfo(
  context: EvaluationContext,
  node: FunctionCall,
  vector: InstantVector,
): Promise<InstantVector> {
  const { grid, budget } = context;
  const filter = node.args.at(1);
  const matchers = infoMatchers(filter?.kind === 'vector' ? filter : undefined);
  const names = compileAll(matchers.names);
  const isInfo = ({ labels }: StepSeries): boolean => names.every((name) => name.matches(labels.metricName));
  const infoSeries = await selectInfo(
    context,
    node,
    vector.series.filter((item) => !isInfo(item)),
    matchers,
  );
  const groups = new InfoGroups(infoSeries, presentAnywhere(vector.series, grid.count));
  const added = new AddedLabels(matchers);
  const results: StepSeries[] = [];
  for (const item of vector.series) {
    if (budget.isDue()) await budget.pause();
    results.push(...(isInfo(item) ? [item] : enriched(context, item, groups, added)));
  }
  return vectorOf(mergeSameLabels(results, node.source));
}

/** The info series about some series; their values are the times of their samples. */
async function selectInfo(
  context: EvaluationContext,
  node: FunctionCall,
  about: readonly StepSeries[],
  { names, data }: InfoMatchers,
): Promise<readonly StepSeries[]> {
  const identifying = identifyingMatchers(about);
  if (!identifying) return [];
  const selector: VectorSelector = {
    kind: 'vector',
    matchers: [...identifying, ...data, ...names],
    ...infoTime(node.args[0]),
  };
  const info = await selectInstant(context, selector, 'time and histogram');
  const { series } = await gatherVector(context, info);
  const wrong = series.find(({ histograms }) => histograms !== undefined);
  if (wrong)
    throw executionError(
      `this should be an info metric, with float samples: ${wrong.labels.toString()}`,
      node.source,
    );
  return series;
}

/** A series with the labels it has at each step: where its info changes, it becomes several. */
function enriched(
  { grid, budget }: EvaluationContext,
  item: StepSeries,
  infoGroups: InfoGroups,
  added: AddedLabels,
): StepSeries[] {
  const groups = infoGroups.about(item.labels);
  const results = new Map<string, StepSeries | undefined>();
  for (let step = 0; step < grid.count; step++) {
    if (item.present[step] === 0) continue;
    const key = groups.map(({ current }) => current[step]).join(',');
    if (!results.has(key)) {
      budget.spend(grid.count);
      const infos = groups.flatMap(({ members, current }) =>
        current[step] === -1 ? [] : [members[current[step]]],
      );
      const labels = added.to(item.labels, infos);
      results.set(key, labels && { ...item, labels, present: new Uint8Array(grid.count) });
    }
    const result = results.get(key);
    if (result) result.present[step] = 1;
  }
  return [...results.values()].filter((result) => result !== undefined);
}

/** Which labels of info series are added, and what becomes of series without info. */
class AddedLabels {
  readonly #wanted: ReadonlySet<string>;
  readonly #isOptional: boolean;

  constructor({ data }: InfoMatchers) {
    this.#wanted = new Set(data.map(({ name }) => name));
    this.#isOptional = compileAll(data).every((matcher) => matcher.matches(''));
  }

  /** The labels of a series together with those of its info; `undefined` if it has none but must. */
  to(labels: LabelSet, infos: readonly StepSeries[]): LabelSet | undefined {
    if (infos.length === 0) return this.#isOptional ? labels : undefined;
    const added = new Map<string, string>();
    for (const info of infos) {
      for (const [name, value] of info.labels.entries()) {
        if (name === '__name__' || (this.#wanted.size > 0 && !this.#wanted.has(name))) continue;
        if ((added.get(name) ?? value) !== value) throw executionError(`conflicting label: ${name}`);
        if (!labels.has(name)) added.set(name, value);
      }
    }
    return added.size === 0 ? labels : LabelSet.from([...labels.entries(), ...added]);
  }
}
