import type { Expr, VectorSelector } from '@telltale/model';
import { walkExpr } from '@telltale/model';
import type { CheckRule } from '../../check-rule.ts';
import { decidingComparisons } from '../../expression/comparison.ts';
import { onlySelector } from '../../expression/inference/share-of-whole.ts';
import { metricNameOf } from '../../expression/selectors.ts';
import { alertFile } from '../examples/example-files.ts';

/** Alerts on `up` that are blind to a target that is no longer known. */
export const alertUpAbsent: CheckRule = {
  id: 'alert/up-absent',
  severity: 'warning',
  preset: 'strict',
  why: 'A target that discovery no longer lists has no up at all: the alert resolves while the service is gone.',
  doc: `up == 0 (or < 1) of a job, where no alert in sight has absent(up) or absent of any metric for that
job.`,
  examples: [
    {
      wrong: { files: { 'rules.yml': alertFile('up{job="api"} == 0') } },
      right: { files: { 'rules.yml': alertFile('up{job="api"} == 0 or absent(up{job="api"})') } },
    },
  ],
  *run({ rules }) {
    const alerts = rules.filter(({ kind }) => kind === 'alerting');
    const covered = new Set(alerts.flatMap(({ query }) => (query.expr ? jobsOfAbsent(query.expr) : [])));
    for (const { query } of alerts) {
      for (const { node, value } of query.expr ? decidingComparisons(query.expr) : []) {
        const selector = onlySelector(value);
        if (!selector || metricNameOf(selector) !== 'up' || !node.source) continue;
        const job = jobOf(selector);
        if (covered.has(job) || covered.has('')) continue;
        const of = job === '' ? 'up' : `up{job="${job}"}`;
        const message = 'a target that is no longer discovered has no up';
        yield { place: query.placeOf(node.source), message, fix: `add: or absent(${of})` };
      }
    }
  },
};

/** Jobs whose absence is noticed; the empty text stands for all of `up`. */
function jobsOfAbsent(expr: Expr): readonly string[] {
  return [...walkExpr(expr)].flatMap((node) => {
    const isAbsent = node.kind === 'call' && node.func.startsWith('absent');
    const selector = isAbsent ? onlySelector(node) : undefined;
    return selector && (metricNameOf(selector) === 'up' || jobOf(selector) !== '') ? [jobOf(selector)] : [];
  });
}

function jobOf({ matchers }: VectorSelector): string {
  return matchers.find(({ name, op }) => name === 'job' && op === '=')?.value ?? '';
}
