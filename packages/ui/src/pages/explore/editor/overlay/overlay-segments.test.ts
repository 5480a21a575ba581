import type { QueryFinding } from '@telltale/station/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { overlaySegments } from './overlay-segments.ts';

const finding = (from: number, to: number, severity: QueryFinding['severity']): QueryFinding => ({
  from,
  to,
  severity,
  rule: 'promql/syntax',
  message: '',
  fix: '',
});

test('a finding is marked at its place, the worst first, and at least one character of it', () => {
  const query = 'sum(up) / x';
  const segments = overlaySegments(
    query,
    [finding(0, 7, 'info'), finding(4, 6, 'error'), finding(11, 11, 'warning')],
    [],
  );
  expect(
    segments.flatMap(({ text, finding: found }) =>
      found === undefined ? [] : [`${found.severity} ${text}`],
    ),
  ).toEqual(['info sum', 'info (', 'error up', 'info )', 'warning x']);
});

test('brackets that belong together are marked', () => {
  const segments = overlaySegments('((a))', [], [0, 4]);
  expect(segments.map(({ text, isBracket }) => (isBracket ? `<${text}>` : text)).join('')).toBe('<(>(a)<)>');
});

test('whatever is marked, all segments together are the text', () => {
  const place = fc.nat(30);
  const findings = fc.array(
    fc.tuple(place, place).map(([from, more]) => finding(from, from + more, 'error')),
  );
  fc.assert(
    fc.property(fc.string(), findings, fc.array(place), (text, found, brackets) => {
      const segments = overlaySegments(text, found, brackets);
      expect(segments.map((segment) => segment.text).join('')).toBe(text);
    }),
  );
  expect(overlaySegments('a '.repeat(20_000), [], [])).toHaveLength(1);
});
