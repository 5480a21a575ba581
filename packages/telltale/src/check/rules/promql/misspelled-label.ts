import { walkExpr } from '@telltale/model';
import { isWellKnownLabel, misspelledLabel } from '../../catalogue/label-vocabulary.ts';
import type { CheckRule } from '../../check-rule.ts';
import type { PlacedLabel } from '../../expression/label-places.ts';
import { groupingLabels, matchingLabels } from '../../expression/label-places.ts';
import { placedMatchers } from '../../expression/matcher-places.ts';
import { metricNameOf, selectorsOf } from '../../expression/selectors.ts';
import type { CheckedQuery } from '../../workspace/checked-query.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { alertFile } from '../examples/example-files.ts';

/** Labels that look like slips of the pen, where nothing says which labels there are. */
export const promqlMisspelledLabel: CheckRule = {
  id: 'promql/misspelled-label',
  severity: 'warning',
  why: 'No series has a label of that name: matchers select nothing, and by (…) throws everything together.',
  doc: `A label in a matcher, by, on or group_left that occurs in one query only and is one letter away from a
label that exporters have or that several other queries use. Only where the labels of the metrics are not
known: then promql/unknown-label speaks.`,
  examples: [
    {
      wrong: { files: { 'rules.yml': alertFile('sum by (instnace) (rate(errors_total[5m])) > 5') } },
      right: { files: { 'rules.yml': alertFile('sum by (instance) (rate(errors_total[5m])) > 5') } },
    },
    {
      wrong: { files: { 'rules.yml': alertFile('disk_errors{mountpiont="/"} > 5') } },
      right: { files: { 'rules.yml': alertFile('vault_secret_kv_count{mount_point="/"} > 5') } },
    },
  ],
  *run(workspace) {
    const counts = new Map<string, number>();
    const used = workspace.queries.map((query) => ({ query, labels: labelsIn(query) }));
    for (const { labels } of used) {
      for (const label of new Set(labels.map((one) => one.label)))
        counts.set(label, (counts.get(label) ?? 0) + 1);
    }
    const common = mostUsed(counts);
    for (const { query, labels } of used) {
      if (isKnown(query, workspace)) continue;
      for (const { label, range } of labels) {
        if ((counts.get(label) ?? 0) > 1 || isWellKnownLabel(label) || workspace.targetLabels.has(label))
          continue;
        const meant = misspelledLabel(label, common);
        if (meant === undefined) continue;
        yield {
          place: query.placeOf(range),
          message: `'${label}' looks like a slip of the pen`,
          fix: `did you mean ${meant}?`,
        };
      }
    }
  },
};

const OF_TARGETS: readonly string[] = ['instance', 'namespace', 'cluster', 'container', 'service'];
/** Nobody uses more labels than this; comparing all with all would take quadratic time. */
const MAX_COMMON = 1000;

/** The labels that several queries use, and those that targets have. */
function mostUsed(counts: ReadonlyMap<string, number>): readonly string[] {
  const shared = [...counts].filter(([, count]) => count > 1).toSorted(([, a], [, b]) => b - a);
  return [...shared.slice(0, MAX_COMMON).map(([label]) => label), ...OF_TARGETS];
}

type UsedLabel = Pick<PlacedLabel, 'label' | 'range'>;

function labelsIn({ expr, text }: CheckedQuery): readonly UsedLabel[] {
  return [...(expr ? walkExpr(expr) : [])].flatMap((node): readonly UsedLabel[] => {
    if (node.kind === 'aggregation') return groupingLabels(text, node);
    if (node.kind === 'binary') return matchingLabels(text, node);
    if (node.kind !== 'vector') return [];
    return placedMatchers(text, node).map(({ matcher, nameRange }) => ({
      label: matcher.name,
      range: nameRange,
    }));
  });
}

/** Where every metric's labels are declared, there is nothing to guess. */
function isKnown({ expr }: CheckedQuery, { catalogue }: Workspace): boolean {
  const uses = expr ? selectorsOf(expr) : [];
  return uses.every(({ selector }) => catalogue.get(metricNameOf(selector) ?? '')?.labels !== undefined);
}
