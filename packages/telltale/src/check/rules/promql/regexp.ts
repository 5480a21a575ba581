import type { Matcher } from '@telltale/model';
import type { CheckRule } from '../../check-rule.ts';
import { placedMatchers } from '../../expression/matcher-places.ts';
import { nodesOfKind } from '../../expression/nodes.ts';
import { dashboardFiles } from '../examples/example-dashboard.ts';
import { alertFile } from '../examples/example-files.ts';

const POD = {
  name: 'pod',
  type: 'query',
  label: 'Pod',
  datasource: { type: 'prometheus', uid: 'prometheus' },
  query: 'label_values(process_cpu_seconds_total, pod)',
  includeAll: true,
  multi: true,
  refresh: 2,
};

/** Regular expressions that are none, or that match everything. */
export const promqlRegexp: CheckRule = {
  id: 'promql/regexp',
  severity: 'info',
  preset: 'strict',
  why: 'Who reads the matcher takes it for something that it is not.',
  doc: `=~ and !~ with a value without any special character, with anchors (expressions are anchored
anyway), and =~ ".*", which also selects series without the label.`,
  examples: [
    {
      wrong: { files: { 'rules.yml': alertFile('up{job=~"node"} == 0') } },
      right: { files: { 'rules.yml': alertFile('up{job=~"node|cadvisor",instance!~"test.*"} == 0') } },
    },
    {
      wrong: { files: { 'rules.yml': alertFile('up{job=~"^node.*$"} == 0') } },
      right: { files: { 'rules.yml': alertFile('up{job=~"node.*"} == 0') } },
    },
    {
      wrong: dashboardFiles({
        target: { expr: 'sum by (job) (rate(process_cpu_seconds_total{pod=~".*"}[$__rate_interval]))' },
      }),
      right: dashboardFiles({
        board: { templating: { list: [POD] } },
        target: { expr: 'sum by (job) (rate(process_cpu_seconds_total{pod=~"$pod"}[$__rate_interval]))' },
      }),
    },
  ],
  *run({ queries }) {
    for (const { query, node } of nodesOfKind(queries, 'vector')) {
      for (const { matcher, range } of placedMatchers(query.text, node)) {
        const fault = query.isFilledIn?.(range) ? undefined : faultOf(matcher);
        if (fault) yield { place: query.placeOf(range), ...fault };
      }
    }
  },
};

function faultOf({ name, op, value }: Matcher): { message: string; fix: string } | undefined {
  if ((op !== '=~' && op !== '!~') || value === '') return undefined;
  const equal = op === '=~' ? '=' : '!=';
  if (!/[\\^$.|?*+()[\]{}]/.test(value))
    return { message: `"${value}" is no pattern`, fix: `write ${name}${equal}"${value}"` };
  if (value === '.*') return { message: '".*" matches everything', fix: 'leave the matcher out' };
  if (/^\^|(?<!\\)\$$/.test(value))
    return { message: 'the expression is anchored at both ends anyway', fix: 'leave ^ and $ out' };
  return undefined;
}
