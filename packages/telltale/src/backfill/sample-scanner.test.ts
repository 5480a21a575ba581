import { LabelSet, formatExposition, parseExposition, readSeries } from '@telltale/model';
import type { ExpositionFormat, TelltaleError } from '@telltale/model';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SampleScanner } from './sample-scanner.ts';

type ReadSample = readonly [series: string, timestampMs: number, value: number];

/** Scans a page in pieces of whole lines. */
function scan(page: string | Buffer, format?: ExpositionFormat) {
  const samples: ReadSample[] = [];
  const faults: string[] = [];
  const scanner = new SampleScanner<string>(
    {
      series: (text, line) => readSeries(text, line).key,
      sample: (series, timestampMs, value) => samples.push([series, timestampMs, value]),
      metadata: { type: () => {}, help: () => {}, unit: () => {} },
      fault: (error: TelltaleError) => faults.push(error.message),
    },
    format,
  );
  const bytes = Buffer.from(page);
  const middle = bytes.indexOf('\n', bytes.length / 2) + 1;
  scanner.scan(bytes.subarray(0, middle));
  scanner.scan(bytes.subarray(middle));
  return { samples, faults, scanner };
}

describe('scanning a page for samples', () => {
  test('finds the same samples as the parser of whole pages, in every order of series', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 6 });
    const series = fc
      .tuple(fc.constantFrom('up', 'a:b', 'my.name'), fc.dictionary(fc.constantFrom('x', 'b c'), text))
      .map(([name, labels]) => LabelSet.of({ ...labels, __name__: name }));
    const value = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(Infinity, -Infinity, -0));
    const sample = fc.record({
      labels: series,
      value,
      timestampMs: fc.integer({ min: 1e12, max: 2e12 }),
    });
    fc.assert(
      fc.property(
        fc.array(sample, { minLength: 1 }),
        fc.constantFrom<ExpositionFormat>('openmetrics', 'text'),
        (samples, format) => {
          const family = { name: 'all', type: 'gauge', help: 'h', unit: '', samples } as const;
          const page = formatExposition([family], format);
          const contentType = format === 'openmetrics' ? 'application/openmetrics-text' : 'text/plain';
          const wanted = parseExposition(page, contentType).families.flatMap((parsed) => parsed.samples);
          const { samples: found, faults, scanner } = scan(page);
          expect(faults).toEqual([]);
          expect(scanner.format).toBe(format);
          const byKey = (list: readonly ReadSample[]) => Map.groupBy(list, ([key]) => key);
          expect(byKey(found)).toEqual(
            byKey(wanted.map((each) => [each.labels.key, each.timestampMs ?? NaN, each.value])),
          );
        },
      ),
    );
  });

  test('tells seconds from milliseconds by the first time, unless told', () => {
    expect(scan('a 1 1795262400\na 2 1795262415.5\n').samples.map(([, timeMs]) => timeMs)).toEqual([
      1_795_262_400_000, 1_795_262_415_500,
    ]);
    expect(scan('a 1 1795262400000\n').samples[0][1]).toBe(1_795_262_400_000);
    expect(scan('a 1 1000\n', 'text').samples[0][1]).toBe(1000);
    expect(scan('a 1 1.7952624e+09\n').samples[0][1]).toBe(1_795_262_400_000);
  });

  test.each([
    ['a{b="c} 1 1\n', 'line 3: a quote or the brace after the labels is not closed'],
    ['a one 1\n', 'line 3: "one" is no number'],
    ['a 1\n', 'line 3: the sample has no timestamp'],
    ['a 1 now\n', 'line 3: "now" is no timestamp'],
    ['a{b="1",b="2"} 1 1\n', 'line 3: the label "b" appears twice'],
    [
      Buffer.from([0x61, 0x7b, 0x62, 0x3d, 0x22, 0xff, 0x22, 0x7d, 0x20, 0x31, 0x20, 0x31, 10]),
      'line 3: the',
    ],
  ])('says in which line what is wrong, once, and goes on: %s', (bad, message) => {
    const before = Buffer.from('# TYPE ok gauge\nok 1 1\n');
    const { samples, faults } = scan(Buffer.concat([before, Buffer.from(bad), Buffer.from('ok 2 2\n')]));
    expect(faults).toEqual([expect.stringContaining(message)]);
    expect(samples.map(([, , value]) => value)).toEqual([1, 2]);
  });

  test('counts exemplars, passes over comments and blank lines, and sees the end of the page', () => {
    const page = 'a_total 1 1\r\n# a comment\n\na_total 2 2 # {trace_id="t"} 0.5\n# EOF\n';
    const { samples, scanner } = scan(page);
    expect(samples.map(([, timeMs, value]) => [timeMs, value])).toEqual([
      [1000, 1],
      [2000, 2],
    ]);
    expect(scanner).toMatchObject({ exemplars: 1, isAtEnd: true, lines: 5 });
    expect(scan('a 1 1\n').scanner.isAtEnd).toBe(false);
  });
});
