import type { LabelSet } from '@telltale/model';
import { scanExposition } from '@telltale/model';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ReadingSink, SeriesHandle } from './reading-sink.ts';
import { TextPageReader } from './text-page-reader.ts';

/** A sink that knows series again from the second page on, as a scraper does. */
function rememberingSink() {
  const known = new Map<string, SeriesHandle>();
  const keys = new Map<SeriesHandle, string>();
  let samples: string[] = [];
  const types = new Map<string, string>();
  let readInFull = 0;
  const sink: ReadingSink = {
    metadata: (name, { type, help }) => types.set(name, `${type} ${help}`),
    sample: (key, labels: () => LabelSet, value) => {
      if (!known.has(key)) labels();
      samples.push(`${key} ${value}`);
      readInFull++;
    },
    histogram: () => {},
    exemplar: () => {},
    memory: {
      find: (key) => known.get(key),
      sample: (series, value) => {
        const key = keys.get(series);
        if (key === undefined) return false;
        samples.push(`${key} ${value}`);
        return true;
      },
    },
  };
  return {
    sink,
    types,
    /** The samples of a page, and how many of them were read in full. */
    take: () => {
      for (const text of samples) {
        const key = text.slice(0, text.lastIndexOf(' '));
        if (known.has(key)) continue;
        const series = { place: -1 };
        known.set(key, series);
        keys.set(series, key);
      }
      const taken = { samples, readInFull };
      samples = [];
      readInFull = 0;
      return taken;
    },
    forget: (key: string) => {
      const series = known.get(key);
      known.delete(key);
      if (series) keys.delete(series);
    },
  };
}

/** What the page has, read without any memory. */
function plain(page: string): string[] {
  const samples: string[] = [];
  const nothing = (): void => {};
  scanExposition(page, 'text', {
    type: nothing,
    help: nothing,
    unit: nothing,
    sample: (series, value) => samples.push(`${series} ${value}`),
  });
  return samples;
}

const number = fc.oneof(
  fc.double().map((value) => (Number.isFinite(value) ? String(value) : value > 0 ? '+Inf' : 'NaN')),
  fc.integer().map(String),
  fc.constantFrom(
    '-0',
    '1e3',
    '.5',
    '5.',
    '0.1',
    '123456789012345678',
    '0.30000000000000004',
    '1.7976931348623157e308',
  ),
);
const series = fc.constantFrom(
  'a',
  'ab',
  'a{x="1"}',
  'a{x="1 2"}',
  'a{x="ü\\"}"}',
  'a {y="1"}',
  '{"q r",x=""}',
);
const sampleLine = fc.tuple(series, number).map(([text, value]) => `${text} ${value}`);
const timedLine = fc.tuple(series, number).map(([text, value]) => `${text} ${value} 1000`);
const otherLine = fc.constantFrom(
  '# HELP a One',
  '# HELP a Two',
  '# TYPE a gauge',
  '# note',
  '',
  '  ',
  '# EOF',
);
const line = fc.oneof({ arbitrary: sampleLine, weight: 6 }, otherLine, timedLine);
const page = fc
  .tuple(fc.array(line, { maxLength: 12 }), fc.constantFrom('\n', '\r\n'), fc.boolean())
  .map(([lines, end, isWhole]) => lines.map((text) => text + end).join('') + (isWhole ? '' : 'a 7'));

describe('reading the pages of a target', () => {
  test('gives what reading each page alone gives, whatever the pages before it', () => {
    fc.assert(
      fc.property(fc.array(page, { maxLength: 6 }), fc.array(series), (pages, forgotten) => {
        const reader = new TextPageReader();
        const { sink, take, forget } = rememberingSink();
        for (const text of [...pages, ...pages]) {
          reader.read(Buffer.from(text), '', sink);
          expect(take().samples).toEqual(plain(text));
          for (const key of forgotten) forget(key);
        }
      }),
    );
  });

  const lines = Array.from({ length: 50 }, (_, i) => `# HELP m${i} Help\nm${i}{x="1"}`);
  const pageOf = (values: number, keep: (i: number) => boolean = () => true) =>
    Buffer.from(lines.flatMap((text, i) => (keep(i) ? [`${text} ${values * i}\n`] : [])).join(''));

  test('reads nothing in full but what has changed', () => {
    const reader = new TextPageReader();
    const { sink, take } = rememberingSink();
    const readInFull = (body: Buffer) => {
      reader.read(body, '', sink);
      return take().readInFull;
    };
    expect([readInFull(pageOf(1)), readInFull(pageOf(2)), readInFull(pageOf(300))]).toEqual([50, 50, 0]);
    expect(readInFull(pageOf(4, (i) => i !== 10 && i !== 11))).toBe(1);
    expect(readInFull(pageOf(5, (i) => i !== 10 && i !== 11))).toBe(0);
    expect(readInFull(pageOf(6))).toBe(2);
    expect(readInFull(pageOf(7))).toBeLessThanOrEqual(2);
    expect(readInFull(pageOf(8))).toBe(0);
  });

  test('tells what pages say of their metrics, also when it changes', () => {
    const reader = new TextPageReader();
    const { sink, types } = rememberingSink();
    reader.read(Buffer.from('# TYPE a counter\n# HELP a One\na_total 1\nb_total 2\n'), '', sink);
    reader.read(Buffer.from('# TYPE a counter\n# HELP a Two\na_total 1\nb_total 2\n'), '', sink);
    expect(Object.fromEntries(types)).toEqual({ a_total: 'counter Two', b_total: 'counter ' });
  });

  test('takes a page of another format for what it is', () => {
    const reader = new TextPageReader();
    const { sink, take } = rememberingSink();
    for (let i = 0; i < 3; i++) reader.read(Buffer.from('a 1\n# EOF\nb 2\n'), '', sink);
    expect(take().samples.slice(-2)).toEqual(['a 1', 'b 2']);
    reader.read(Buffer.from('a 1\n# EOF\nb 2\n'), 'application/openmetrics-text', sink);
    expect(take().samples).toEqual(['a 1']);
  });
});
