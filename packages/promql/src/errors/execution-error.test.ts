import { LabelSet, MemorySeriesStore } from '@telltale/model';
import { expect, test } from 'vitest';
import { createQueryEngine } from '../engine.ts';
import { parseExpr } from '../parser/parse-expr.ts';

const source = new MemorySeriesStore();
for (const instance of ['a', 'b']) source.add(LabelSet.of({ __name__: 'm', instance }), [[0, 1]]);
const engine = createQueryEngine({ source, experimental: true });

test.each([
  ['1 + m * on () group_left m', 'm * on () group_left m', 'found duplicate series for the match group {}'],
  ['label_replace(m, "x", "", "x", "(")', '"("', 'invalid regular expression in label_replace(): ('],
  ['label_replace(m, "", "", "x", "a")', '""', 'invalid label name in label_replace(): ""'],
  ['count_values(\n"\\xff", m)', '"\\xff"', 'invalid label name "\\xff"'],
  ['abs(topk(NaN, m))', 'NaN', 'Parameter value is NaN'],
  ['limit_ratio(NaN, m)', 'NaN', 'Ratio value is NaN'],
  [
    '(m offset 1s) or sum_over_time(m[1m] anchored)',
    'sum_over_time(m[1m] anchored)',
    'anchored modifier can',
  ],
  [
    'm or label_replace(m, "instance", "c", "", "")',
    'label_replace(m, "instance", "c", "", "")',
    'vector cannot contain metrics with the same labelset',
  ],
])('what fails in %j shows where it does', async (query, place, reason) => {
  const error: unknown = await engine.instant(query, 0).catch((fault: unknown) => fault);
  expect(error).toMatchObject({
    code: 'TT_QUERY_EXECUTION',
    query,
    reason: expect.stringContaining(reason),
    message: expect.stringMatching(/^\d+:\d+: [^]*\^/),
  });
  expect(error).toHaveProperty('source', {
    start: query.indexOf(place),
    end: query.indexOf(place) + place.length,
  });
});

test('the way to mend it names the labels that would not be unique', async () => {
  await expect(engine.instant('label_replace(m, "instance", "c", "", "")', 0)).rejects.toMatchObject({
    fix: expect.stringContaining('m{instance="c"}'),
  });
});

test('an expression that was built fails with the reason alone', async () => {
  await expect(engine.instant(parseExpr('topk(NaN, m)'), 0)).rejects.toMatchObject({
    message: 'Parameter value is NaN',
  });
});
