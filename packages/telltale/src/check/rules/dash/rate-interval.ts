import type { CheckRule } from '../../check-rule.ts';
import { walkExpr } from '@telltale/model';
import { dashboardFiles } from '../examples/example-dashboard.ts';
import { grafanaPanels, prometheusTargets } from './panels.ts';

/** Rates over a range that does not fit the zoom. */
export const dashRateInterval: CheckRule = {
  id: 'dash/rate-interval',
  severity: 'info',
  preset: 'strict',
  why: 'A fixed range skips what happens between two points of a long view; `$__interval` is too short for a rate in a close one.',
  doc: 'A rate in a chart is taken over a fixed range, or over `$__interval`, instead of `$__rate_interval`. Figures and tables are left alone, and ranges that a variable sets.',
  examples: [
    {
      wrong: dashboardFiles({ target: { expr: 'sum by (job) (rate(process_cpu_seconds_total[5m]))' } }),
      right: dashboardFiles({}),
    },
  ],
  *run(workspace) {
    for (const { panel } of grafanaPanels(workspace)) {
      if (!CHARTS.has(panel.type)) continue;
      for (const { query, text, placeOf } of prometheusTargets(panel)) {
        const match = RATE_RANGE.exec(text);
        if (!match || !query?.expr) continue;
        // A fixed range is deliberate where several ranges are compared.
        const ranges = new Set(
          [...walkExpr(query.expr)].map((node) => node.kind === 'matrix' && node.rangeMs),
        );
        if (ranges.size > 2) continue;
        const start = match.index + match[0].lastIndexOf('[');
        yield {
          place: placeOf('expr', { start, end: match.index + match[0].length }),
          message: `the range of the rate is ${match[1]}`,
          fix: 'write [$__rate_interval]',
        };
      }
    }
  },
};

const CHARTS: ReadonlySet<string> = new Set(['graph', 'timeseries']);
const RATE_RANGE =
  /\b(?:rate|irate|increase)\s*\(\s*[\w:]+\s*(?:\{[^{}]*\}\s*)?\[\s*(\d+[smhd]|\$__interval|\$\{__interval\})\s*\]/;
