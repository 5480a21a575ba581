import type { CheckRule } from '../../check-rule.ts';
import { decidingComparisons } from '../../expression/comparison.ts';
import { unwrapped } from '../../expression/nodes.ts';
import { alertFile } from '../examples/example-files.ts';

/** Alerts on long durations that hang never reaches. */
export const histogramInflightBlind: CheckRule = {
  id: 'histogram/inflight-blind',
  severity: 'info',
  preset: 'strict',
  why: 'A duration is counted when the work ends: what hangs is in no bucket, and this alert stays silent.',
  doc: `An alert on a percentile of a duration of 5 minutes and more, where no alert looks at the age or number of what is running.`,
  examples: [
    {
      wrong: {
        files: {
          'rules.yml': alertFile(
            'histogram_quantile(0.95, sum by (le) (rate(task_duration_seconds_bucket[5m]))) > 600',
          ),
        },
      },
      right: { files: { 'rules.yml': alertFile('time() - task_oldest_start_timestamp_seconds > 600') } },
    },
  ],
  *run({ rules }) {
    const alerts = rules.filter(({ kind }) => kind === 'alerting');
    if (alerts.some(({ query }) => /timestamp|_age_|oldest|in_?flight|running|start_time/.test(query.text)))
      return;
    for (const { query } of alerts) {
      for (const { node, value, op, limit } of query.expr ? decidingComparisons(query.expr) : []) {
        const call = unwrapped(value);
        const isQuantile = call.kind === 'call' && call.func === 'histogram_quantile';
        if (!isQuantile || !op.startsWith('>') || limit < LONG_SECONDS || !node.source) continue;
        const message = 'work that never ends never gets into this histogram';
        yield {
          place: query.placeOf(node.source),
          message,
          fix: 'add a gauge of the start of the oldest running one, and an alert on its age',
        };
      }
    }
  },
};

const LONG_SECONDS = 300;
