import type { QueryNode } from '@telltale/station/contract';
import { expect, test } from 'vitest';
import { emptyParts } from './empty-parts.ts';

function node(
  text: string,
  title: string,
  series: number | null,
  children: readonly QueryNode[] = [],
): QueryNode {
  return {
    text,
    title,
    series,
    children,
    from: 0,
    to: 0,
    type: 'vector',
    durationMs: 1,
    error: '',
    labels: [],
  };
}

test('a query without an answer names the selector that matches nothing, once', () => {
  const missing = node('upp', 'selector', 0);
  const root = node('up / (upp + upp)', '/', 0, [
    node('up', 'selector', 3),
    node('upp + upp', '+', 0, [missing, missing]),
  ]);
  expect(emptyParts(root).map(({ text }) => text)).toEqual(['upp']);
});

test('where every selector matches, the part that loses the series is named', () => {
  const root = node('sum(up > 1)', 'sum', 0, [
    node('up > 1', '>', 0, [node('up', 'selector', 3), node('1', 'literal', null)]),
  ]);
  expect(emptyParts(root).map(({ text }) => text)).toEqual(['up > 1']);
});

test('a query with an answer has no empty part to name', () => {
  expect(emptyParts(node('up', 'selector', 3))).toEqual([]);
});
