import type { CheckRule } from '../../check-rule.ts';
import { alertFile } from '../examples/example-files.ts';
import { usesRemovedFunction } from './deprecated.ts';

/** Expressions that Prometheus cannot parse. */
export const promqlSyntax: CheckRule = {
  id: 'promql/syntax',
  severity: 'error',
  why: 'Prometheus refuses the whole file: none of its alerts is loaded.',
  doc: 'The expression is not PromQL. Syntax newer than this version reads is not reported.',
  examples: [
    {
      wrong: { files: { 'rules.yml': alertFile('process_resident_memory_bytes > 1GB') } },
      right: { files: { 'rules.yml': alertFile('process_resident_memory_bytes > 1e9') } },
    },
  ],
  *run({ queries }) {
    for (const { text, fault, placeOf } of queries) {
      // promql/deprecated knows better what became of a function.
      if (fault?.code !== 'TT_QUERY_SYNTAX' || usesRemovedFunction(text)) continue;
      yield { place: placeOf(fault.source), message: fault.reason, fix: '' };
    }
  },
};
