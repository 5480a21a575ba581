import type { CheckRule } from '../../check-rule.ts';
import { callsOf } from '../../expression/nodes.ts';
import { alertFile } from '../examples/example-files.ts';

const INSTANT: ReadonlySet<string> = new Set(['irate', 'idelta']);

/** Alerts on the last two samples only. */
export const rateIrateInAlert: CheckRule = {
  id: 'rate/irate-in-alert',
  severity: 'warning',
  preset: 'strict',
  why: 'irate looks at two samples: one quiet scrape resets the alert, one busy scrape starts it.',
  doc: 'irate or idelta in an alert.',
  examples: [
    {
      wrong: { files: { 'rules.yml': alertFile('irate(x_total[5m]) > 5') } },
      right: { files: { 'rules.yml': alertFile('rate(x_total[5m]) > 5') } },
    },
  ],
  *run({ queries }) {
    const alerts = queries.filter(({ use }) => use === 'alert');
    for (const { query, node, source } of callsOf(alerts, INSTANT)) {
      const place = query.placeOf({ start: source.start, end: source.start + node.func.length });
      const better = node.func === 'irate' ? 'rate' : 'delta';
      yield { place, message: `${node.func}() in an alert is jumpy`, fix: `use ${better}()` };
    }
  },
};
