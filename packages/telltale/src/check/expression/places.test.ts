import { walkExpr } from '@telltale/model';
import { parseExpr } from '@telltale/promql';
import { describe, expect, it } from 'vitest';
import { groupingLabels, matchingLabels } from './label-places.ts';
import { placedMatchers } from './matcher-places.ts';
import { selectorsOf } from './selectors.ts';

const matchersIn = (query: string) =>
  selectorsOf(parseExpr(query)).flatMap(({ selector }) =>
    placedMatchers(query, selector).map(({ matcher, range, nameRange }) => [
      matcher.value,
      query.slice(nameRange.start, nameRange.end),
      query.slice(range.start, range.end),
    ]),
  );

const labelsIn = (query: string) =>
  [...walkExpr(parseExpr(query))].flatMap((node) => {
    const placed =
      node.kind === 'aggregation'
        ? groupingLabels(query, node)
        : node.kind === 'binary'
          ? matchingLabels(query, node)
          : [];
    return placed.map(
      ({ keyword, label, range }) => `${keyword} ${label} ${query.slice(range.start, range.end)}`,
    );
  });

describe('placedMatchers', () => {
  it('finds each matcher, whatever quotes, spaces and comments stand around it', () => {
    const query = 'rate(x # "c"=\n { a = "1,b=\\"2\\"" , d !~ `e}` , f=\'\' }[5m]) / y{a=~"z"}';
    expect(matchersIn(query)).toEqual([
      ['1,b="2"', 'a', 'a = "1,b=\\"2\\""'],
      ['e}', 'd', 'd !~ `e}`'],
      ['', 'f', "f=''"],
      ['z', 'a', 'a=~"z"'],
    ]);
  });

  it('does not take a quoted metric name for a matcher', () => {
    expect(matchersIn('{"my.metric", "a.b"="c"}')).toEqual([['c', '"a.b"', '"a.b"="c"']]);
  });
});

describe('labels in lists', () => {
  it('are found in front of and behind the operand of an aggregation', () => {
    expect(labelsIn('sum by (a, b) (x{by="(c)"})')).toEqual(['by a a', 'by b b']);
    expect(labelsIn('sum(max without (c) (x)) BY (d)')).toEqual(['by d d', 'without c c']);
  });

  it('are found in the matching of two vectors', () => {
    expect(labelsIn('(a) * on (b) group_left (c, d) (e)')).toEqual([
      'on b b',
      'group_left c c',
      'group_left d d',
    ]);
    expect(labelsIn('a / ignoring (on) b')).toEqual(['ignoring on on']);
  });
});
