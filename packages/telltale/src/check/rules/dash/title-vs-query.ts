import { walkExpr } from '@telltale/model';
import type { CheckRule } from '../../check-rule.ts';
import { possibleLabels } from '../../expression/possible-labels.ts';
import type { CheckedPanel, CheckedTarget } from '../../workspace/grafana-dashboard.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { dashboardFiles } from '../examples/example-dashboard.ts';
import { promisedText } from './promised-text.ts';
import { allPanels, prometheusTargets } from './panels.ts';

/** Panels that show something other than they say. */
export const dashTitleVsQuery: CheckRule = {
  id: 'dash/title-vs-query',
  severity: 'warning',
  preset: 'strict',
  why: 'People decide by the title, not by the query.',
  doc: 'A title or description promises a rate, and the query is a total since the start; it promises quantiles that no query computes; it promises one line per label (“by endpoint”), and the query is not summed so. Where a guide says what its panels show, that counts, too.',
  examples: [
    {
      wrong: dashboardFiles({
        panel: { title: 'CPU p50, p95' },
        target: {
          expr: 'histogram_quantile(0.95, sum by (le) (rate(prometheus_http_request_duration_seconds_bucket[$__rate_interval])))',
          legendFormat: 'P95',
        },
      }),
      right: dashboardFiles({
        panel: { title: 'CPU p95' },
        target: {
          expr: 'histogram_quantile(0.95, sum by (le) (rate(prometheus_http_request_duration_seconds_bucket[$__rate_interval])))',
          legendFormat: 'P95',
        },
      }),
    },
    {
      wrong: dashboardFiles({
        panel: { title: 'CPU, median' },
        target: {
          expr: 'quantile(.95, rate(process_cpu_seconds_total[$__rate_interval]))',
          legendFormat: 'P95',
        },
      }),
      right: dashboardFiles({
        panel: { title: 'CPU, median' },
        target: {
          expr: 'quantile(.5, rate(process_cpu_seconds_total[$__rate_interval]))',
          legendFormat: 'P50',
        },
      }),
    },
  ],
  *run(workspace) {
    for (const { dashboard, panel } of allPanels(workspace)) {
      const targets = prometheusTargets(panel);
      if (targets.length === 0 || targets.some(({ query }) => !query?.expr)) continue;
      const promise = promisedText(dashboard, panel, workspace);
      const message =
        missingRate(panel, targets, workspace) ??
        missingQuantiles(promise, targets) ??
        missingGrouping(promise, targets, workspace);
      if (message === undefined) continue;
      yield { place: panel.placeOf('title'), message, fix: 'change the query, or say what it shows' };
    }
  },
};

function missingRate(
  { title }: CheckedPanel,
  targets: readonly CheckedTarget[],
  { inference }: Workspace,
): string | undefined {
  if (!/\brates?\b|\bper (?:second|minute)\b|\/s\b/i.test(title)) return undefined;
  const isTotal = targets.every(({ query }) => query?.expr && inference.of(query.expr).nature === 'counter');
  return isTotal ? `${title} promises a rate, the query is a total since the start` : undefined;
}

/** `P95`, `p99.9`, `95th percentile`, `median`. */
const QUANTILE = /\bp(\d{2}(?:\.\d+)?)\b|\b(\d{2})(?:th|st|nd|rd)? percentile|\b(median)\b/gi;

function missingQuantiles(promise: string, targets: readonly CheckedTarget[]): string | undefined {
  const text = targets.map(({ query }) => query?.text ?? '').join('\n');
  // A recording rule may have the quantile in its name.
  if (!/\b(?:histogram_quantile|quantile|quantile_over_time)\s*[(]/.test(text)) return undefined;
  const missing = [...promise.matchAll(QUANTILE)]
    .map(([, p, percentile, median]) => (median === undefined ? (p ?? percentile) : '50'))
    .filter((percent) => !text.includes(`.${percent.replace('.', '').replace(/0+$/, '')}`));
  const names = [...new Set(missing)].map((percent) => `p${percent}`);
  return names.length > 0
    ? `it promises ${names.join(' and ')}, no query computes ${names.length > 1 ? 'them' : 'it'}`
    : undefined;
}

function missingGrouping(
  promise: string,
  targets: readonly CheckedTarget[],
  { inference, catalogue }: Workspace,
): string | undefined {
  const word = /\b(?:by|per) (\w+)/i.exec(promise)?.[1].toLowerCase();
  if (word === undefined) return undefined;
  const isWord = (label: string): boolean =>
    label.replaceAll('_', ' ').split(' ').includes(word) || label === word;
  const isMissing = targets.every(({ query }) => {
    const expr = query?.expr;
    if (!expr) return false;
    const { labels } = inference.of(expr);
    const among = [...(possibleLabels(expr, catalogue) ?? [])];
    if (!among.some(isWord)) return false;
    if (!among.some((label) => isWord(label) && labels.mayHave(label))) return true;
    // Who groups by more than the title says has chosen to.
    if ([...walkExpr(expr)].some(({ kind }) => kind === 'aggregation')) return false;
    return among.some((label) => !isWord(label) && label !== 'le' && labels.mayHave(label));
  });
  return isMissing ? `it promises one value by ${word}, the query is not summed by it` : undefined;
}
