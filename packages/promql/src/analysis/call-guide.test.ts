import { expect, test } from 'vitest';
import { parseExpr } from '../parser/parse-expr.ts';
import type { GuideParameter } from './call-guide.ts';
import { CALL_GUIDES } from './call-guide.ts';
import { FUNCTIONS } from './function-table.ts';

const EXAMPLES: Readonly<Record<GuideParameter['type'], string>> = {
  scalar: '1',
  vector: 'up',
  matrix: 'up[5m]',
  string: '"text"',
};

test('every function is explained, with a name for each of its parameters', () => {
  const functions = CALL_GUIDES.filter(({ kind }) => kind === 'function');
  expect(functions.map(({ name }) => name).toSorted()).toEqual([...FUNCTIONS.keys()].toSorted());
  for (const { name, parameters, help } of CALL_GUIDES) {
    expect(help, name).toMatch(/^\S[^\n]{0,90}[^.\s]$|^π$/u);
    for (const parameter of parameters)
      expect(parameter, name).toMatchObject({ name: expect.stringMatching(/^\p{L}+$/u) });
  }
});

test('a call that is written as it is explained is one', () => {
  for (const { name, parameters, kind } of CALL_GUIDES) {
    const call = `${name}(${parameters.map(({ type }) => EXAMPLES[type]).join(', ')})`;
    expect(parseExpr(call).kind, call).toBe(kind === 'function' ? 'call' : 'aggregation');
  }
});
