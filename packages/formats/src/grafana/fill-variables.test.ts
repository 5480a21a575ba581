import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillVariables } from './fill-variables.ts';

const none = () => [];

describe('fillVariables', () => {
  it.each([
    ['rate(x[$__rate_interval])', 'rate(x[1h])'],
    ['rate(x[${__rate_interval}])', 'rate(x[1h])'],
    ['rate(x[[[range]]])', 'rate(x[1h])'],
    ['rate(x[${n}m:$__interval] offset $__range)', 'rate(x[3600m:1h] offset 1h)'],
    ['increase(x[${__range_s}s])', 'increase(x[3600s])'],
    ['x * $__interval_ms / 1000', 'x * 3600 / 1000'],
    ['topk($n, x)', 'topk(1, x)'],
    ['x > $limit', 'x > 1'],
  ])('times and numbers become some that are possible: %s', (query, text) => {
    expect(fillVariables(query, none)).toMatchObject({ text, isComplete: true });
  });

  it('a query made to be slow is read in one go', () => {
    const { isComplete } = fillVariables(`${'{'.repeat(100_000)}${'$x '.repeat(50_000)}`, none);
    expect(isComplete).toBe(false);
  });

  it('takes numbers that the variable may have; times are long enough for every rate', () => {
    const values = (name: string) => (name === 'range' ? ['auto', '1s'] : ['0.99']);
    expect(fillVariables('quantile($q, rate(x[$range]))', values).text).toBe('quantile(0.99, rate(x[1h]))');
  });

  it.each([
    ['x{job="$job"}', 'x{job=~".*"}'],
    ['x{job=~"${job:regex}", a!="b"}', 'x{job=~".*", a!="b"}'],
    ['x{host="web.$zone:[[port]]"}', 'x{host=~"web..*:.*"}'],
    [String.raw`x{a="q\"$b"}`, 'x{a=~"q..*"}'],
    ['{job="$job"}', '{job=~".+"}'],
    ['x{job!~"$job"}', 'x{job!~"$job"}'],
  ])('a variable in a matcher fits everything: %s', (query, text) => {
    expect(fillVariables(query, none)).toMatchObject({ text, isComplete: true });
  });

  it.each([
    '$metric',
    'rate($metric[5m])',
    'node_${unit}_total',
    'sum by ($label) (x)',
    'x{$filter}',
    'x{$label="a"}',
    '$a / $b',
    'label_replace(x, "$to", "$1", "a", "(.*)")',
  ])('says so where a variable stands for a metric, a label or an expression: %s', (query) => {
    expect(fillVariables(query, none).isComplete).toBe(false);
  });

  it('groups of regular expressions are no variables, comments hold none', () => {
    const query = 'label_replace(x, "a", "$1", "b", "(.*)") # $job';
    expect(fillVariables('label_replace(x, "a", "$1", "b", "(.*)")', none)).toMatchObject({
      text: 'label_replace(x, "a", "$1", "b", "(.*)")',
      isComplete: true,
      variables: [],
    });
    expect(fillVariables(query, none).isComplete).toBe(true);
  });

  it('leads back to the place in the query as it was written', () => {
    const query = 'sum(rate(x{job="$job"}[$__rate_interval])) / y';
    const { text, rangeOf } = fillVariables(query, none);
    const at = (part: string) => {
      const start = text.indexOf(part);
      const { start: from, end } = rangeOf({ start, end: start + part.length });
      return query.slice(from, end);
    };
    expect(at('/ y')).toBe('/ y');
    expect(at('1h')).toBe('$__rate_interval');
    expect(at('rate(x{job=~".*"}[1h])')).toBe('rate(x{job="$job"}[$__rate_interval])');
  });

  it('never throws, and leaves what has no variable as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'$x{}[]()"\'`=~!,5m# \\_'.split('')) }), (query) => {
        const { text, variables, rangeOf } = fillVariables(query, none);
        if (variables.length === 0) expect(text).toBe(query);
        const { start, end } = rangeOf({ start: 0, end: text.length });
        expect(start).toBeLessThanOrEqual(end);
        expect(end).toBeLessThanOrEqual(query.length);
      }),
      { numRuns: 200 },
    );
  });
});
