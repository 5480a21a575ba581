import { LabelSet } from '@telltale/model';
import { expect, test } from 'vitest';
import { printPanel } from './print-panel.ts';

test('a line of a batch has one value a step, and nothing a chart cannot draw', () => {
  const series = {
    labels: LabelSet.of({ job: 'shop' }),
    timestamps: Float64Array.of(1000, 3000, 4000),
    values: Float64Array.of(0.5, Infinity, 1e21),
  };
  const range = { startMs: 1000, endMs: 4500, stepMs: 1000 };
  const [line, ...rest] = printPanel('p"1', range, { type: 'matrix', series: [series] });
  const text = new TextDecoder().decode(line);
  expect(rest).toEqual([]);
  expect(text.endsWith('}\n')).toBe(true);
  expect(JSON.parse(text)).toEqual({
    id: 'p"1',
    ok: true,
    timestamps: [1000, 2000, 3000, 4000],
    series: [{ labels: { job: 'shop' }, values: [0.5, null, null, 1e21] }],
  });
});
