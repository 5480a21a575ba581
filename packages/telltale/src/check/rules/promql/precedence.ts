import type { BinaryExpr } from '@telltale/model';
import type { CheckRule } from '../../check-rule.ts';
import { nodesOfKind, numberOf } from '../../expression/nodes.ts';
import type { Inference } from '../../expression/inference/create-inference.ts';
import { alertFile } from '../examples/example-files.ts';

/** Operators that bind otherwise than they read. */
export const promqlPrecedence: CheckRule = {
  id: 'promql/precedence',
  severity: 'warning',
  why: 'The expression is computed in another order than it reads.',
  doc: '1 - a / b * 100, where a percentage is taken from 1.',
  examples: [
    {
      wrong: {
        files: {
          'rules.yml': alertFile(
            '1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes * 100 > 0.9',
          ),
        },
      },
      right: {
        files: {
          'rules.yml': alertFile(
            '(1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes) * 100 > 90',
          ),
        },
      },
    },
  ],
  *run({ queries, inference }) {
    for (const { query, node, source } of nodesOfKind(queries, 'binary')) {
      const fault = faultOf(node, inference);
      if (fault) yield { place: query.placeOf(source), ...fault };
    }
  },
};

function faultOf(node: BinaryExpr, inference: Inference): { message: string; fix: string } | undefined {
  const { op, left, right } = node;
  if (
    op === '-' &&
    numberOf(left) === 1 &&
    right.kind === 'binary' &&
    inference.of(right).unit === 'percent'
  ) {
    return { message: 'a percentage is taken from 1, not from 100', fix: 'write (1 - …) * 100' };
  }
  return undefined;
}
