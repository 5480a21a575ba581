import { walkExpr } from '@telltale/model';
import { parseExpr } from '@telltale/promql';
import { plural } from '../../check/report/plural.ts';
import { quotedLabel } from '../../query/quoted-label.ts';
import { listedRules } from '../listed-rules.ts';
import type { ReviewFinding } from '../finding.ts';
import type { ReviewCase } from '../review-case.ts';
import { NotKnown } from '../review-case.ts';

/** Changed labels that are asked about once more: some series of a metric may have fewer than others. */
const MAX_CONFIRMED = 20;

/** Metrics and labels that came and went. */
export async function reviewMetrics(reviewed: ReviewCase): Promise<readonly ReviewFinding[]> {
  const { before, current } = reviewed;
  if (before === undefined) throw new NotKnown('nothing to compare with yet: the next review has this one');
  const added = Object.keys(current.metrics).filter((name) => !Object.hasOwn(before.metrics, name));
  const gone = Object.keys(before.metrics).filter((name) => !Object.hasOwn(current.metrics, name));
  return [
    ...(await goneMetrics(reviewed, gone)),
    ...(added.length === 0
      ? []
      : [
          {
            urgency: 'note' as const,
            area: 'metrics' as const,
            what: plural(added.length, 'new metric'),
            details: added.map(
              (name) => `${name}: ${plural(current.metrics[name].series, 'series', 'series')}`,
            ),
            next: 'Which of them nothing asks for: npx telltale advise unused',
          },
        ]),
    ...(await changedLabels(reviewed)),
  ];
}

/** A metric that rules ask for and that is gone leaves an alert that never fires again. */
async function goneMetrics(reviewed: ReviewCase, gone: readonly string[]): Promise<readonly ReviewFinding[]> {
  const askedBy = new Map<string, string>();
  for (const { name, query } of await listedRules(reviewed.client)) {
    for (const metric of metricsIn(query)) askedBy.set(metric, name);
  }
  const missed = gone.filter((name) => askedBy.has(name));
  const others = gone.filter((name) => !askedBy.has(name));
  return [
    ...(missed.length === 0
      ? []
      : [
          {
            urgency: 'urgent' as const,
            area: 'metrics' as const,
            what: `${plural(missed.length, 'metric')} that rules ask for ${missed.length === 1 ? 'is' : 'are'} gone`,
            details: missed.map((name) => `${name}, asked for by ${askedBy.get(name)}`),
            next: 'Those alerts cannot fire any more. Record the metric again, or correct the rule: npx telltale doctor metrics',
          },
        ]),
    ...(others.length === 0
      ? []
      : [
          {
            urgency: 'soon' as const,
            area: 'metrics' as const,
            what: `${plural(others.length, 'metric')} vanished`,
            details: others,
            next: 'Where that was not meant: npx telltale doctor metrics. Panels that ask for them: npx telltale drift',
          },
        ]),
  ];
}

/** None of a query that speaks more than PromQL. */
function metricsIn(query: string): readonly string[] {
  try {
    return [...walkExpr(parseExpr(query))].flatMap((node) =>
      node.kind === 'vector' && node.metric !== undefined ? [node.metric] : [],
    );
  } catch {
    return [];
  }
}

interface LabelChange {
  readonly metric: string;
  readonly label: string;
  readonly isNew: boolean;
}

async function changedLabels(reviewed: ReviewCase): Promise<readonly ReviewFinding[]> {
  const { before, current } = reviewed;
  const changes = Object.entries(current.metrics).flatMap(([metric, { labels }]): LabelChange[] => {
    const old = before && Object.hasOwn(before.metrics, metric) ? before.metrics[metric].labels : labels;
    return [
      ...labels.filter((label) => !old.includes(label)).map((label) => ({ metric, label, isNew: true })),
      ...old.filter((label) => !labels.includes(label)).map((label) => ({ metric, label, isNew: false })),
    ];
  });
  const confirmed: LabelChange[] = [];
  for (const change of changes.slice(0, MAX_CONFIRMED)) {
    if (await isConfirmed(reviewed, change)) confirmed.push(change);
  }
  return [
    {
      kept: confirmed.filter(({ isNew }) => !isNew),
      urgency: 'soon' as const,
      what: 'no longer there',
      next: 'Queries that group or filter by them give something else now: npx telltale check, and npx telltale drift',
    },
    {
      kept: confirmed.filter(({ isNew }) => isNew),
      urgency: 'note' as const,
      what: 'new',
      next: 'A label more is a series more for each of its values: npx telltale advise cardinality',
    },
  ].flatMap(({ kept, urgency, what, next }) =>
    kept.length === 0
      ? []
      : [
          {
            urgency,
            area: 'metrics' as const,
            what: `${plural(kept.length, 'label')} ${what}`,
            details: kept.map(({ metric, label }) => `${label} of ${metric}`),
            next,
          },
        ],
  );
}

/** Only some series of each metric were looked at: whether there is any with that label, the server says. */
async function isConfirmed({ client, before, nowMs }: ReviewCase, change: LabelChange): Promise<boolean> {
  const { metric, label, isNew } = change;
  const selector = `{__name__=${JSON.stringify(metric)},${quotedLabel(label)}!=""}`;
  const timeMs = isNew ? (before?.takenMs ?? nowMs) : nowMs;
  return (await client.instant(`count(${selector})`, timeMs)).length === 0;
}
