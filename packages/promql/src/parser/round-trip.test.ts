import { printExpr } from '@telltale/model';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonical } from '../../test/canonical-expression.ts';
import { expression } from '../../test/expression-arbitrary.ts';
import { parseExpr } from './parse-expr.ts';

test('a printed expression reads back as the same expression', () => {
  fc.assert(
    fc.property(expression, (expr) => {
      expect(canonical(parseExpr(printExpr(expr)))).toEqual(canonical(expr));
    }),
    { numRuns: 400 },
  );
});

test('printing what was parsed and parsing it again changes nothing', () => {
  fc.assert(
    fc.property(expression, (expr) => {
      const text = printExpr(parseExpr(printExpr(expr)));
      expect(printExpr(parseExpr(text))).toBe(text);
    }),
    { numRuns: 200 },
  );
});
