import type { CheckRule } from '../../check-rule.ts';
import { seriesOf } from '../../catalogue/known-series.ts';
import { metricNameOf, selectorsOf } from '../../expression/selectors.ts';
import { alertFile } from '../examples/example-files.ts';
import { counter } from './example-programs.ts';

/** Metrics that nothing looks at. */
export const metricNeverUsed: CheckRule = {
  id: 'metric/never-used',
  severity: 'info',
  preset: 'strict',
  why: 'It costs memory on every scrape, and nobody would notice if it were wrong.',
  doc: `A metric of a program or definition whose name stands in no rule, panel or saved query, where there are any.`,
  examples: [
    {
      wrong: { files: { 'rules.yml': alertFile('up == 0'), 'app.js': counter('shop_orders_total') } },
      right: {
        files: {
          'rules.yml': alertFile('rate(shop_orders_total[5m]) > 5'),
          'app.js': counter('shop_orders_total'),
        },
      },
    },
  ],
  *run({ declarations, queries }) {
    if (queries.length === 0) return;
    const used = new Set(
      queries.flatMap(({ expr }) =>
        expr ? selectorsOf(expr).map(({ selector }) => metricNameOf(selector)) : [],
      ),
    );
    const isOpen = used.has(undefined);
    for (const { name, kind, origin, isForeign, placeOf } of isOpen ? [] : declarations) {
      if (isForeign || origin === 'guide') continue;
      const series = seriesOf({ name, kind, labels: undefined, origin: 'source', isNative: true });
      if (series.some((one) => used.has(one.name))) continue;
      yield {
        place: placeOf('name'),
        message: `no rule and no panel uses '${name}'`,
        fix: 'use it, or remove it',
      };
    }
  },
};
