import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { metricView } from '../../../test/support/metric-view.ts';
import { exposedMetrics } from './exposed-metric.ts';
import { escapeLabelName, escapeMetricName, isPlainLabelName, isPlainMetricName } from './name-escaping.ts';

describe('a name that is not a plain one', () => {
  test.each([
    [
      'http.server.duration',
      'http_server_duration',
      'http_dot_server_dot_duration',
      'U__http_2e_server_2e_duration',
    ],
    ['mixed_a.b', 'mixed_a_b', 'mixed__a_dot_b', 'U__mixed__a_2e_b'],
    ['1st', '_st', '__st', 'U___31_st'],
    ['größe 🐟', 'gr__e__', 'gr____e____', 'U__gr_f6__df_e_20__1f41f_'],
  ])('%s is escaped as Prometheus does', (name, underscores, dots, values) => {
    expect(escapeMetricName(name, 'underscores')).toBe(underscores);
    expect(escapeMetricName(name, 'dots')).toBe(dots);
    expect(escapeMetricName(name, 'values')).toBe(values);
    expect(escapeMetricName(name, 'allow-utf-8')).toBe(name);
  });

  test('is a plain one when it was escaped, whatever it was', () => {
    const name = fc.string({ unit: 'binary', minLength: 1 });
    fc.assert(
      fc.property(name, fc.constantFrom('underscores', 'dots', 'values'), (text, scheme) => {
        expect(isPlainMetricName(escapeMetricName(text, scheme))).toBe(true);
        expect(isPlainLabelName(escapeLabelName(text, scheme))).toBe(true);
      }),
    );
  });
});

test('plain names stay, but that dots doubles their underscores', () => {
  expect(escapeMetricName('a:b_total', 'values')).toBe('a:b_total');
  expect(escapeMetricName('a:b_total', 'underscores')).toBe('a:b_total');
  expect(escapeMetricName('a:b_total', 'dots')).toBe('a:b__total');
  expect(escapeLabelName('a:b', 'underscores')).toBe('a_b');
});

test('names that would become one are told apart', () => {
  const views = ['a.b', 'a_b', 'a-b'].map((name) =>
    metricView({ name, labelNames: ['x.y', 'x_y'], pages: [] }),
  );
  const exposed = exposedMetrics(views, 'underscores');
  expect(exposed.map(({ name }) => name)).toEqual(['U__a_2e_b', 'a_b', 'U__a_2d_b']);
  expect(exposed[0].labelNames).toEqual(['U__x_2e_y', 'x_y']);
});
