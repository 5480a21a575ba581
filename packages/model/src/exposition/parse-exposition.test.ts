import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LabelSet } from '../labels/label-set.ts';
import { formatExposition } from './format-exposition.ts';
import type { MetricFamily } from './metric-family.ts';
import { parseExposition } from './parse-exposition.ts';

const OPENMETRICS = 'application/openmetrics-text; version=1.0.0; charset=utf-8';

function sample(body: string, contentType = ''): string[] {
  return parseExposition(body, contentType).families.flatMap(({ samples }) =>
    samples.map(({ labels, value, timestampMs }) => `${labels.toString()} ${value} ${timestampMs ?? '-'}`),
  );
}

describe('parsing a metrics page', () => {
  test('samples belong to the family that was announced', () => {
    const { families } = parseExposition(
      '# HELP h Latency.\n# TYPE h histogram\nh_bucket{le="1"} 2\nh_bucket{le="+Inf"} 3\nh_sum 4\nh_count 3\nother 1\n',
    );
    expect(families.map(({ name, type, help, samples }) => [name, type, help, samples.length])).toEqual([
      ['h', 'histogram', 'Latency.', 4],
      ['other', 'unknown', '', 1],
    ]);
  });

  test('a counter of OpenMetrics owns its _total samples', () => {
    const [family] = parseExposition(
      '# TYPE a counter\n# UNIT a seconds\na_total 1\n# EOF\n',
      OPENMETRICS,
    ).families;
    expect(family).toMatchObject({ name: 'a', type: 'counter', unit: 'seconds' });
    expect(family.samples).toHaveLength(1);
  });

  test('escapes, blanks, trailing commas and every kind of number are read', () => {
    expect(sample('a { b = "x\\"y\\\\z\\n" , c="}" , } 1e3 1500\n\n  \r\nb NaN\nc -Inf\nd .5\n')).toEqual([
      'a{b="x\\"y\\\\z\\n", c="}"} 1000 1500',
      'b NaN -',
      'c -Infinity -',
      'd 0.5 -',
    ]);
  });

  test('special numbers are read in any case, as Go reads them', () => {
    expect(sample('a Nan\nb +INF\nc -infinity\n')).toEqual(['a NaN -', 'b Infinity -', 'c -Infinity -']);
  });

  test('timestamps of OpenMetrics are seconds and exemplars are no part of the value', () => {
    expect(sample('a_total{x="1"} 5 1.5 # {trace_id="abc # d"} 0.3 1.2\n# EOF\n', OPENMETRICS)).toEqual([
      'a_total{x="1"} 5 1500',
    ]);
  });

  test('a quoted UTF-8 name is a name', () => {
    expect(sample('{"http.status", "my label"="ü"} 1\n')).toEqual(['http.status{my label="ü"} 1 -']);
  });

  test('a label named __proto__ is a label like any other', () => {
    const [family] = parseExposition('a{__proto__="x"} 1\n').families;
    expect(family.samples[0].labels.get('__proto__')).toBe('x');
  });

  test.each([
    ['a{b="c} 1', 'not closed'],
    ['a{b=c} 1', 'not in quotes'],
    ['a{b="c",b="d"} 1', 'appears twice'],
    ['a{1b="c"} 1', 'expected a label name'],
    ['a{b="c" d="e"} 1', 'expected }'],
    ['1a 1', 'may not have'],
    ['{b="c"} 1', 'no name'],
    ['a 0x10', 'no number'],
    ['a 1_000', 'no number'],
    ['a 1e999', 'no number'],
    ['a', 'no value'],
    ['a 1 soon', 'no timestamp'],
    ['# TYPE a rainbow', 'no metric type'],
  ])('%s is refused: %s', (line, problem) => {
    expect(() => parseExposition(`fine 1\n${line}\n`)).toThrow(
      expect.objectContaining({ code: 'TT_EXPOSITION', message: expect.stringContaining(problem) }),
    );
    expect(() => parseExposition(`fine 1\n${line}\n`)).toThrow(/^line 2: /);
  });

  test('an OpenMetrics page without its end is refused: it may have been cut', () => {
    expect(() => parseExposition('a 1\n', OPENMETRICS)).toThrow('# EOF');
  });

  test('bytes that are not UTF-8 are refused with their line', () => {
    const body = Buffer.concat([Buffer.from('a 1\nb{c="'), Buffer.from([0xff]), Buffer.from('"} 1\n')]);
    expect(() => parseExposition(body)).toThrow(/^line 2: .*UTF-8/);
  });

  test('a line of ten megabytes is read in one pass', () => {
    const value = 'x'.repeat(10_000_000);
    expect(parseExposition(`a{b="${value}"} 1\n`).families[0].samples[0].labels.get('b')).toHaveLength(
      10_000_000,
    );
    expect(() => parseExposition(`a{b="${value} 1\n`)).toThrow('not closed');
  });
});

const anyText = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\r', ''));
const value = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.constantFrom(0, -0, Infinity, -Infinity, Number.NaN, 5e-324, Number.MAX_VALUE),
);
const family = (name: string): fc.Arbitrary<MetricFamily> =>
  fc
    .record({
      type: fc.constantFrom<MetricFamily['type']>('gauge', 'unknown', 'stateset'),
      help: anyText.map((text) => text.trimStart()),
      samples: fc.uniqueArray(
        fc.record(
          {
            labels: fc
              .dictionary(
                fc.string({ minLength: 1 }).filter((key) => key !== '__name__'),
                anyText,
              )
              .map((labels) => LabelSet.from([...Object.entries(labels), ['__name__', name]])),
            value,
            timestampMs: fc.integer({ min: 0, max: 4e12 }),
          },
          { requiredKeys: ['labels', 'value'] },
        ),
        { selector: ({ labels }) => labels.key, minLength: 1, maxLength: 5 },
      ),
    })
    .map((rest) => ({ ...rest, name, unit: '' }));

describe('printing and parsing', () => {
  test.each(['text', 'openmetrics'] as const)('what is printed as %s is read back bit for bit', (format) => {
    const families = fc.uniqueArray(
      fc.oneof(
        fc.constantFrom('a', 'b:c', 'my.metric', 'ü "x"'),
        anyText.filter((text) => text.length > 0),
      ),
      {
        minLength: 1,
        maxLength: 4,
      },
    );
    fc.assert(
      fc.property(
        families.chain((names) => fc.tuple(...names.map(family))),
        (original) => {
          const contentType = format === 'openmetrics' ? OPENMETRICS : '';
          expect(parseExposition(formatExposition(original, format), contentType).families).toEqual(original);
        },
      ),
      { numRuns: 200 },
    );
  });
});
