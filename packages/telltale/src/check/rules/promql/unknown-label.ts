import { closestName } from '@telltale/model';
import type { Expr, Matcher } from '@telltale/model';
import { walkExpr } from '@telltale/model';
import { compileMatcher } from '@telltale/promql';
import { certaintyOf } from '../../catalogue/certainty.ts';
import type { TargetLabels } from '../../catalogue/target-labels.ts';
import type { CheckRule } from '../../check-rule.ts';
import type { PlacedLabel } from '../../expression/label-places.ts';
import { groupingLabels, matchingLabels } from '../../expression/label-places.ts';
import { placedMatchers } from '../../expression/matcher-places.ts';
import { possibleLabels } from '../../expression/possible-labels.ts';
import { metricNameOf, selectorsOf } from '../../expression/selectors.ts';
import type { RuleFinding, Severity } from '../../finding.ts';
import type { CheckedQuery } from '../../workspace/checked-query.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { shopFiles } from '../examples/example-files.ts';

/** Matchers and groupings on labels that the metric does not have. */
export const promqlUnknownLabel: CheckRule = {
  id: 'promql/unknown-label',
  severity: 'error',
  why: 'A matcher on a label that no series has selects nothing: the alert can never fire.',
  doc: `Reported for matchers that a missing label cannot satisfy (= with a value, =~ that does not match
the empty text, != "") and for labels in by, on, group_left and group_right, where the labels of every
metric involved are known. Labels that targets usually add (job, instance, namespace, pod, …) and those
of the scrape configuration in sight are known. Without a scrape configuration, or with one that can add
any label, only a label that is nearly the name of a real one is an error; another is a warning, or, if
targets can add any label, not reported. Of widely used exporters the labels are known as well: reported are
slips of the pen, and labels such as mode or status that no target adds.`,
  examples: [
    {
      wrong: { files: shopFiles('rate(shop_requests_total{status=~"5.."}[5m]) > 0.1') },
      right: { files: shopFiles('rate(shop_requests_total{status_code=~"5.."}[5m]) > 0.1') },
    },
    {
      wrong: { files: shopFiles('sum by (rout) (rate(shop_requests_total[5m])) > 5') },
      right: { files: shopFiles('sum by (route, job) (rate(shop_requests_total{cluster="eu"}[5m])) > 5') },
    },
  ],
  *run(workspace) {
    for (const query of workspace.queries) {
      if (!query.expr) continue;
      yield* unknownInMatchers(query, query.expr, workspace);
      yield* unknownInLists(query, query.expr, workspace);
    }
  },
};

function* unknownInMatchers(query: CheckedQuery, expr: Expr, workspace: Workspace): Iterable<RuleFinding> {
  const { catalogue, targetLabels } = workspace;
  for (const { selector } of selectorsOf(expr)) {
    const series = catalogue.get(metricNameOf(selector) ?? '');
    if (!series?.labels) continue;
    for (const { matcher, nameRange, range } of placedMatchers(query.text, selector)) {
      const { name } = matcher;
      if (series.labels.has(name) || targetLabels.has(name) || acceptsMissing(matcher, query.use)) continue;
      const closest = closestName(name, series.labels.keys());
      const severity = atMost(certaintyOf(series), certainty(query, targetLabels, closest));
      if (severity === undefined || (series.origin === 'exporter' && isOfTarget(name, closest))) continue;
      const message = `${series.name} has no label '${name}'${listed([...series.labels.keys()])}`;
      const fix = closest === undefined ? '' : `did you mean ${closest}?`;
      yield { place: query.placeOf({ start: nameRange.start, end: range.end }), message, fix, severity };
    }
  }
}

function* unknownInLists(query: CheckedQuery, expr: Expr, workspace: Workspace): Iterable<RuleFinding> {
  for (const node of walkExpr(expr)) {
    const labels = labelsUsedBy(query.text, node);
    const possible = labels.length > 0 ? possibleLabels(node, workspace.catalogue) : undefined;
    if (!possible) continue;
    const uses = selectorsOf(node).map(({ selector }) =>
      workspace.catalogue.get(metricNameOf(selector) ?? ''),
    );
    const limit = uses.every((series) => series && certaintyOf(series) === 'error') ? 'error' : 'warning';
    for (const { label, keyword, range } of labels) {
      if (possible.has(label) || workspace.targetLabels.has(label)) continue;
      const closest = closestName(label, possible);
      const severity = atMost(limit, certainty(query, workspace.targetLabels, closest));
      const isForeign = uses.some((series) => series?.origin === 'exporter');
      if (severity === undefined || (isForeign && isOfTarget(label, closest))) continue;
      const message = `'${label}' in ${keyword} (…) is a label of no series here${listed([...possible])}`;
      const fix = closest === undefined ? '' : `did you mean ${closest}?`;
      yield { place: query.placeOf(range), message, fix, severity };
    }
  }
}

/** `without` and `ignoring` of a label that is not there change nothing. */
function labelsUsedBy(query: string, node: Expr): readonly PlacedLabel[] {
  if (node.kind === 'aggregation' && node.grouping?.mode === 'by') return groupingLabels(query, node);
  if (node.kind !== 'binary') return [];
  return matchingLabels(query, node).filter(({ keyword }) => keyword !== 'ignoring');
}

/** How sure it is that no target adds the label; `undefined` means not sure enough to say it. */
function certainty(
  query: CheckedQuery,
  targetLabels: TargetLabels,
  closest: string | undefined,
): Severity | undefined {
  if (closest !== undefined || query.origin === 'definition' || targetLabels.knowledge === 'all')
    return 'error';
  return targetLabels.knowledge === 'some' ? 'warning' : undefined;
}

function atMost(limit: Severity, severity: Severity | undefined): Severity | undefined {
  return severity === undefined || limit === 'error' ? severity : 'warning';
}

/** Labels that tell what was measured: targets hardly ever have them. */
const MEASURED =
  /^(?:code|condition|cpu|database|datname|device|fstype|handler|interface|le|method|mode|mountpoint|name|phase|quantile|queue|reason|resource|state|status|status_code|topic|type|unit|verb)$/;

/** Whether a target may have added a label that the metrics of an exporter do not have of their own. */
function isOfTarget(label: string, closest: string | undefined): boolean {
  return closest === undefined && !MEASURED.test(label);
}

/** A missing label reads as the empty text; in an alert, a label that is excluded by its value should be there. */
function acceptsMissing(matcher: Matcher, use: CheckedQuery['use']): boolean {
  const isExclusion = use === 'alert' && matcher.op.startsWith('!') && MEASURED.test(matcher.name);
  return compileMatcher(matcher).matches('') && !isExclusion;
}

function listed(labels: readonly string[]): string {
  if (labels.length === 0) return '; it has none of its own';
  return `; it has ${labels.toSorted().slice(0, 12).join(', ')}${labels.length > 12 ? ', …' : ''}`;
}
