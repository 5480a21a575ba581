import type { CheckRule } from '../check-rule.ts';
import type { RuleFinding } from '../finding.ts';
import { excerptOf } from '../workspace/source-excerpt.ts';
import type { CheckedFile, Workspace } from '../workspace/workspace.ts';
import { alertFile } from './example-files.ts';

/** Faults of rule files that have nothing to do with their expressions. */
export const ruleParse: CheckRule = {
  id: 'rule/parse',
  severity: 'error',
  why: 'Prometheus refuses the whole file: none of its alerts is loaded.',
  doc: 'YAML that cannot be read, unknown fields, wrong types, durations that are none, doubled names.',
  examples: [
    {
      wrong: { files: { 'rules.yml': alertFile('up == 0\n        For: 5m') } },
      right: { files: { 'rules.yml': alertFile('up == 0\n        for: 5m') } },
    },
  ],
  run: (workspace) => formatFaults(workspace, 'rules'),
};

/** Faults of a `prometheus.yml`. */
export const promSchema: CheckRule = {
  id: 'prom/schema',
  severity: 'error',
  why: 'Prometheus does not start, or goes on with its last good configuration.',
  doc: 'YAML that cannot be read, unknown fields, wrong types, durations that are none, doubled jobs.',
  examples: [
    {
      wrong: { files: { 'prometheus.yml': 'scrape_configs:\n  - job_name: shop\n    metric_path: /m\n' } },
      right: { files: { 'prometheus.yml': 'scrape_configs:\n  - job_name: shop\n    metrics_path: /m\n' } },
    },
  ],
  run: (workspace) => formatFaults(workspace, 'prometheus-config'),
};

/** What Prometheus does with the parts that a warning is about. */
const WHY_WARNED = 'Prometheus loads the file without this part and says nothing: it has no effect.';

function* formatFaults({ files }: Workspace, kind: CheckedFile['kind']): Iterable<RuleFinding> {
  for (const { source, issues } of files.filter((file) => file.kind === kind)) {
    for (const { message, position, fix, severity } of issues) {
      const wordEnd =
        /^[\w.$-]+/.exec(source.line(position.line).slice(position.column - 1))?.[0].length ?? 1;
      const excerpt = excerptOf(source, position, { ...position, column: position.column + wordEnd });
      const place = { position, excerpt, subject: '' };
      // Only an error makes Prometheus refuse the file.
      yield { place, message, fix, severity, ...(severity === 'warning' && { why: WHY_WARNED }) };
    }
  }
}
