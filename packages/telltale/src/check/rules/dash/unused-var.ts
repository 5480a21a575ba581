import type { CheckRule } from '../../check-rule.ts';
import type { SourceNode } from '@telltale/formats';
import { variableUses } from '@telltale/formats';
import { dashboardFiles } from '../examples/example-dashboard.ts';
import { grafanaDashboards } from './panels.ts';

/** Variables that nothing uses. */
export const dashUnusedVar: CheckRule = {
  id: 'dash/unused-var',
  severity: 'info',
  preset: 'strict',
  why: 'People choose a value, and nothing changes.',
  doc: 'A variable of a dashboard occurs in no query, title, link or other variable. Data sources and ad-hoc filters act by themselves.',
  examples: [
    {
      wrong: dashboardFiles({
        board: { templating: { list: [{ name: 'job', type: 'custom', query: 'a,b' }] } },
      }),
      right: dashboardFiles({
        board: { templating: { list: [{ name: 'job', type: 'custom', query: 'a,b' }] } },
        target: { expr: 'sum by (job) (rate(process_cpu_seconds_total{job="$job"}[$__rate_interval]))' },
      }),
    },
  ],
  *run(workspace) {
    for (const { parsed, placeIn } of grafanaDashboards(workspace)) {
      const used = new Set<string>();
      collectUses(parsed.body, used);
      for (const { name, nameNode, type } of parsed.variables) {
        if (used.has(name) || SELF_ACTING.has(type)) continue;
        yield {
          place: placeIn(nameNode, `variable ${name}`),
          message: `nothing uses the variable ${name}`,
          fix: `take it out, or use it: {${name}=~"$${name}"}`,
        };
      }
    }
  },
};

const SELF_ACTING: ReadonlySet<string> = new Set(['adhoc', 'datasource', 'groupby']);

function collectUses(node: SourceNode, used: Set<string>): void {
  for (const { name } of variableUses(node.text() ?? '')) used.add(name);
  for (const item of node.items()) collectUses(item, used);
  for (const { key, value } of node.entries()) {
    const repeated = key === 'repeat' ? value.text() : undefined;
    if (repeated !== undefined) used.add(repeated);
    collectUses(value, used);
  }
}
