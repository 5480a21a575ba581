import { expect, test } from 'vitest';
import type { Expr } from './ast.ts';
import { walkExpr } from './ast.ts';
import { mapOperands } from './map-operands.ts';

const one: Expr = { kind: 'number', value: 1 };
const selector = { kind: 'vector', metric: 'up', matchers: [] } as const;
const NODES: readonly Expr[] = [
  one,
  { kind: 'string', value: 'a' },
  selector,
  { kind: 'matrix', selector, rangeMs: 1000 },
  { kind: 'subquery', expr: selector, rangeMs: 1000 },
  { kind: 'call', func: 'clamp_max', args: [selector, one] },
  { kind: 'aggregation', op: 'topk', param: one, expr: selector },
  { kind: 'binary', op: '>', left: selector, right: one },
  { kind: 'unary', op: '-', expr: selector },
  { kind: 'paren', expr: selector },
];

test.each(NODES)('an expression ($kind) whose operands stay is the same', (node) => {
  expect(mapOperands(node, (operand) => operand)).toEqual(node);
});

test('all operands are changed, and the node given is not', () => {
  for (const node of NODES) {
    const text = JSON.stringify(node);
    const changed = mapOperands(node, (operand) =>
      operand.kind === 'vector' ? { ...operand, metric: 'down' } : { kind: 'number', value: 2 },
    );
    const operands = [...walkExpr(changed)].slice(1).map((operand) => JSON.stringify(operand));
    expect(operands.filter((operand) => /up|"value":1/.test(operand))).toEqual([]);
    expect(JSON.stringify(node)).toBe(text);
  }
});

test('the selector of a range stays a selector', () => {
  const node: Expr = { kind: 'matrix', selector, rangeMs: 1000 };
  expect(mapOperands(node, () => one)).toEqual(node);
});
