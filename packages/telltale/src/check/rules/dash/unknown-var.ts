import type { CheckRule } from '../../check-rule.ts';
import type { DashboardFile } from '@telltale/formats';
import { isBuiltInVariable, variableUses } from '@telltale/formats';
import { dashboardFiles } from '../examples/example-dashboard.ts';
import { grafanaPanels, prometheusTargets } from './panels.ts';

/** Variables that the dashboard does not have. */
export const dashUnknownVar: CheckRule = {
  id: 'dash/unknown-var',
  severity: 'error',
  why: 'Grafana leaves the text as it is: the query fails, or matches nothing.',
  doc: 'A query on Prometheus uses a variable that neither the dashboard nor its inputs declare. Names that Grafana fills in itself, and groups of regular expressions, are known.',
  examples: [
    {
      wrong: dashboardFiles({
        target: { expr: 'sum by (job) (rate(process_cpu_seconds_total{job="$jobs"}[$__rate_interval]))' },
      }),
      right: dashboardFiles({
        board: { templating: { list: [{ name: 'jobs', type: 'custom', query: 'a,b' }] } },
        target: { expr: 'sum by (job) (rate(process_cpu_seconds_total{job=~"$jobs"}[$__rate_interval]))' },
      }),
    },
  ],
  *run(workspace) {
    for (const { dashboard, panel } of grafanaPanels(workspace)) {
      const known = namesIn(dashboard.parsed);
      for (const { text, placeOf } of prometheusTargets(panel)) {
        const use = variableUses(text).find(
          ({ name }) => !known.has(name) && !isBuiltInVariable(name) && !text.includes(`?P<${name}>`),
        );
        if (!use) continue;
        const declared = [...known].join(', ');
        yield {
          place: placeOf('expr', use),
          message: `the dashboard has no variable ${use.name}`,
          fix: declared === '' ? `declare it under templating` : `declare it, or use one of ${declared}`,
        };
      }
    }
  },
};

function namesIn({ variables, inputs }: DashboardFile): ReadonlySet<string> {
  return new Set([...variables.map(({ name }) => name), ...inputs.keys()]);
}
