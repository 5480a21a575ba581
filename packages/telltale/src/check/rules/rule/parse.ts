import type { CheckRule } from '../../check-rule.ts';
import { formatFindings } from '../../workspace/format-findings.ts';
import { alertFile } from '../examples/example-files.ts';

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
  run: (workspace) => formatFindings(workspace, 'rules'),
};
