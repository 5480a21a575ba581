import type { CheckRule } from '../../check-rule.ts';
import { alertFile } from '../examples/example-files.ts';

/** Expressions whose parts do not fit together. */
export const promqlType: CheckRule = {
  id: 'promql/type',
  severity: 'error',
  why: 'Prometheus refuses the whole file: none of its alerts is loaded.',
  doc: 'An argument or operand has the wrong type, for example an instant vector where a range is needed.',
  examples: [
    {
      wrong: { files: { 'rules.yml': alertFile('rate(process_cpu_seconds_total) > 0.9') } },
      right: { files: { 'rules.yml': alertFile('rate(process_cpu_seconds_total[5m]) > 0.9') } },
    },
  ],
  *run({ queries }) {
    for (const { fault, placeOf } of queries) {
      if (fault?.code !== 'TT_QUERY_TYPE') continue;
      yield { place: placeOf(fault.source), message: fault.reason, fix: '' };
    }
  },
};
