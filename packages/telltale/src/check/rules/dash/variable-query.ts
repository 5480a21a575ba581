import type { CheckRule } from '../../check-rule.ts';
import type { DashboardFileVariable } from '@telltale/formats';
import { fillVariables } from '@telltale/formats';
import type { SourceRange } from '@telltale/model';
import { PromqlError, parseExpr } from '@telltale/promql';
import { datasourceKind } from '../../workspace/grafana-datasource-kind.ts';
import { dashboardFiles } from '../examples/example-dashboard.ts';
import { grafanaDashboards } from './panels.ts';

/** Variables whose list of values cannot be asked for. */
export const dashVariableQuery: CheckRule = {
  id: 'dash/variable-query',
  severity: 'error',
  why: 'The list of values is empty, and with it every panel that uses the variable.',
  doc: 'The query of a variable on Prometheus is `label_values(…)` or `query_result(…)` over something that is no PromQL, or whose label is none.',
  examples: [
    {
      wrong: dashboardFiles({
        board: {
          templating: { list: [{ name: 'job', type: 'query', query: 'label_values(up{job=~}, job)' }] },
        },
        target: { expr: 'rate(process_cpu_seconds_total{job=~"$job"}[$__rate_interval])' },
      }),
      right: dashboardFiles({
        board: { templating: { list: [{ name: 'job', type: 'query', query: 'label_values(up, job)' }] } },
        target: { expr: 'rate(process_cpu_seconds_total{job=~"$job"}[$__rate_interval])' },
      }),
    },
  ],
  *run(workspace) {
    for (const { parsed, placeIn } of grafanaDashboards(workspace)) {
      const values = new Map(parsed.variables.map((variable) => [variable.name, variable.values]));
      for (const variable of parsed.variables) {
        const asked = askedOf(variable);
        if (!asked || datasourceKind(variable.datasource, parsed) === 'other') continue;
        const filled = fillVariables(asked.expression, (name) => values.get(name) ?? []);
        const fault = filled.isComplete ? faultOf(filled.text) : undefined;
        const node = variable.query;
        if (!fault || !node) continue;
        const { start, end } = filled.rangeOf(fault.source);
        const place: SourceRange = {
          start: node.offsetOf(asked.start + start),
          end: node.offsetOf(asked.start + Math.max(start, end - 1)) + 1,
        };
        yield { place: placeIn(place, `variable ${variable.name}`), message: fault.reason, fix: '' };
      }
    }
  },
};

/** The PromQL in the query of a variable, and where it starts there. */
function askedOf({
  type,
  query,
}: DashboardFileVariable): { readonly expression: string; readonly start: number } | undefined {
  const text = type === 'query' ? (query?.text() ?? '') : '';
  const [, before, inside] =
    /^(\s*label_values\(\s*)([^]*?)\s*,\s*[\w$.{}[\]]+\s*\)\s*$/.exec(text) ??
    /^(\s*query_result\(\s*)([^]*)\)\s*$/.exec(text) ??
    [];
  return inside === undefined ? undefined : { expression: inside, start: before.length };
}

function faultOf(text: string): PromqlError | undefined {
  try {
    parseExpr(text);
    return undefined;
  } catch (error) {
    if (!(error instanceof PromqlError)) throw error;
    return error.code === 'TT_QUERY_SYNTAX' ? error : undefined;
  }
}
