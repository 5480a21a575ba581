import { walkExpr } from '@telltale/model';
import type { CheckRule } from '../../check-rule.ts';
import { longestWindowMs } from './window-of.ts';
import { alertFile } from '../examples/example-files.ts';

const LONG_MS = 30 * 60_000;

/** Long waits that one missed scrape starts anew. */
export const alertForReset: CheckRule = {
  id: 'alert/for-reset',
  severity: 'info',
  preset: 'strict',
  why: "One evaluation without data starts 'for' anew: the alert may never come.",
  doc: "'for' of 30 minutes and more over an expression without a window, and no keep_firing_for.",
  examples: [
    {
      wrong: { files: { 'rules.yml': alertFile('queue_length > 5\n        for: 1h') } },
      right: { files: { 'rules.yml': alertFile('min_over_time(queue_length[1h]) > 5\n        for: 5m') } },
    },
  ],
  *run({ rules }) {
    for (const { forMs = 0, keepFiringForMs = 0, query, placeOf } of rules) {
      if (forMs < LONG_MS || keepFiringForMs > 0 || !query.expr || longestWindowMs(query.expr) > 0) continue;
      if ([...walkExpr(query.expr)].some(({ kind }) => kind === 'vector')) {
        const message = "one missed scrape starts this 'for' anew";
        yield {
          place: placeOf('for'),
          message,
          fix: 'use min_over_time(…) or max_over_time(…) and a shorter for',
        };
      }
    }
  },
};
