import { formatDuration } from '@telltale/model';
import type { VectorSelector } from '@telltale/model';
import type { CheckRule } from '../../check-rule.ts';
import { callsOf } from '../../expression/nodes.ts';
import { intervalsOf } from '../../workspace/intervals.ts';
import { alertFile } from '../examples/example-files.ts';

const NEEDS_TWO: ReadonlySet<string> = new Set([
  'rate',
  'irate',
  'increase',
  'delta',
  'idelta',
  'deriv',
  'changes',
  'resets',
]);
/** Hardly anybody scrapes more often than every 5 seconds: where nothing is known, twice that. */
const SHORTEST_MS = 10_000;

/** Windows that hold fewer than two samples. */
export const rateShortRange: CheckRule = {
  id: 'rate/short-range',
  severity: 'error',
  why: 'A rate needs two samples in its window: with fewer it returns nothing, and the alert never fires.',
  doc: `A range shorter than twice the scrape interval of the job that the selector names, or of the job that
is scraped most often. Where no configuration is in sight: ranges of less than 10 s.`,
  examples: [
    {
      wrong: {
        files: {
          'rules.yml': alertFile('rate(x_total[1m]) > 5'),
          'prometheus.yml':
            'global:\n  scrape_interval: 1m\nrule_files: [rules.yml]\nscrape_configs:\n  - job_name: shop\n    static_configs:\n      - targets: [shop.example.com:8080]\n',
        },
      },
      right: {
        files: {
          'rules.yml': alertFile('rate(x_total[5m]) > 5'),
          'prometheus.yml':
            'global:\n  scrape_interval: 1m\nrule_files: [rules.yml]\nscrape_configs:\n  - job_name: shop\n    static_configs:\n      - targets: [shop.example.com:8080]\n',
        },
      },
    },
  ],
  *run(workspace) {
    const { scrapeMs } = intervalsOf(workspace);
    for (const { query, node } of callsOf(workspace.queries, NEEDS_TWO)) {
      const range = node.args[0];
      if (range?.kind !== 'matrix' || range.rangeExpr || !range.source) continue;
      const intervalMs = scrapeMs(jobOf(range.selector));
      if (range.rangeMs >= (intervalMs === undefined ? SHORTEST_MS : 2 * intervalMs)) continue;
      const known =
        intervalMs === undefined ? '' : `: targets are scraped every ${formatDuration(intervalMs)}`;
      yield {
        place: query.placeOf(range.source),
        message: `a window of ${formatDuration(range.rangeMs)} never holds two samples${known}`,
        fix: `use at least ${formatDuration(4 * (intervalMs ?? SHORTEST_MS / 2))}`,
      };
    }
  },
};

function jobOf({ matchers }: VectorSelector): string | undefined {
  return matchers.find(({ name, op }) => name === 'job' && op === '=')?.value;
}
