import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LabelSet } from '@telltale/model';
import { openStore } from '@telltale/storage';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { run, temporaryFolder } from '../../test/support/run-cli.ts';
import { EXIT } from '../io/command-io.ts';

const NOW_S = Math.floor(Date.now() / 1000);

describe('telltale export', () => {
  test('gives back every sample of what was stored, and backfill finds all of them there', async () => {
    const sample = fc.tuple(
      fc.nat(4),
      fc.integer({ min: -100_000, max: 0 }).map((offset) => NOW_S * 1000 + offset * 7),
      fc.oneof(fc.double(), fc.integer(), fc.constantFrom(NaN, Infinity, -Infinity, -0)),
    );
    const text = fc.string({ unit: 'grapheme', maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(fc.array(sample, { minLength: 1, maxLength: 200 }), text, async (samples, odd) => {
        const cwd = temporaryFolder();
        const store = await openStore({ folder: join(cwd, '.telltale') });
        const ids = Array.from({ length: 5 }, (_, i) =>
          store.metrics.intern(LabelSet.of({ __name__: i === 4 ? 'my.name' : `m${i}`, n: String(i), odd })),
        );
        const ordered = samples.toSorted(([, a], [, b]) => a - b);
        let accepted = 0;
        for (const [series, timestampMs, value] of ordered) {
          const row = { group: 'g', timestampMs, ids: [ids[series]], values: Float64Array.of(value) };
          accepted += store.metrics.append(row).accepted;
        }
        await store.close();
        const exported = await run(cwd, 'export', '--out', 'all.om', '--json');
        expect(exported).toMatchObject({ exitCode: EXIT.ok, errors: '' });
        expect(JSON.parse(exported.output)).toMatchObject({ samples: accepted, file: 'all.om' });
        const same = await run(cwd, 'backfill', 'all.om', '--json');
        expect(JSON.parse(same.output)).toMatchObject({ stored: 0, duplicates: accepted, conflicts: 0 });
        const copy = await run(cwd, 'backfill', 'all.om', '--json', '--data', 'copy');
        expect(JSON.parse(copy.output)).toMatchObject({ stored: accepted });
      }),
      { numRuns: 5 },
    );
  }, 30_000);

  test('the folder of a running station is refused, with the way to ask the station', async () => {
    const cwd = temporaryFolder();
    const store = await openStore({ folder: join(cwd, '.telltale') });
    try {
      const { exitCode, errors } = await run(cwd, 'export', 'up');
      expect(exitCode).toBe(EXIT.failure);
      expect(errors).toContain('(TT_DATA_LOCKED)\n  Ask the station itself, for example with --url');
    } finally {
      await store.close();
    }
  });

  test('the code of a fault in a selector stands before the place, not behind its caret', async () => {
    const { errors } = await run(temporaryFolder(), 'export', 'up{');
    expect(errors).toBe(
      "telltale: 1:3: unclosed left brace '{' (TT_QUERY_SYNTAX)\nup{\n  ^\n  The message shows the place with a caret.\n",
    );
  });

  test('writes chosen series and times to standard output, as one whole page', async () => {
    const cwd = temporaryFolder();
    const lines = [10, 20, 30].flatMap((ago) => [`a{x="1"} 1 ${NOW_S - ago}`, `b 2 ${NOW_S - ago}`]);
    writeFileSync(join(cwd, 'in.om'), `${lines.join('\n')}\n# EOF\n`);
    await run(cwd, 'backfill', 'in.om');
    const { output, errors } = await run(cwd, 'export', 'a{x=~"1|2"}', '--start', String(NOW_S - 25));
    expect(output).toBe(`a{x="1"} 1 ${NOW_S - 20}\na{x="1"} 1 ${NOW_S - 10}\n# EOF\n`);
    expect(errors).toBe('2 samples of 1 series exported\n');
  });

  test('keeps what a page says of its metrics, and metrics whole and in order', async () => {
    const cwd = temporaryFolder();
    const page = [
      '# TYPE duration_seconds histogram',
      '# UNIT duration_seconds seconds',
      '# HELP duration_seconds Time of a request',
      `duration_seconds_bucket{le="+Inf"} 1 ${NOW_S - 10}`,
      `duration_seconds_bucket{le="+Inf"} 2 ${NOW_S}`,
      `duration_seconds_count 1 ${NOW_S - 10}`,
      `duration_seconds_sum 0.5 ${NOW_S - 10}`,
      '# TYPE orders counter',
      '# HELP orders Orders placed',
      `orders_total 7 ${NOW_S}`,
      `plain 1 ${NOW_S}`,
      '# EOF\n',
    ].join('\n');
    writeFileSync(join(cwd, 'in.om'), page);
    await run(cwd, 'backfill', 'in.om');
    expect((await run(cwd, 'export')).output).toBe(page);
  });

  test('says how many native histograms and markers of ended series the text cannot have', async () => {
    const cwd = temporaryFolder();
    const store = await openStore({ folder: join(cwd, '.telltale') });
    const id = store.metrics.intern(LabelSet.of({ __name__: 'latency' }));
    const histogram = {
      schema: 0,
      count: 1,
      sum: 1,
      zeroThreshold: 0,
      zeroCount: 0,
      positive: [{ start: 0, counts: Float64Array.of(1) }],
      negative: [],
      customValues: [],
      counterReset: 'unknown',
    } as const;
    const at = { group: 'g', timestampMs: NOW_S * 1000, ids: [id] };
    store.metrics.append({ ...at, values: Float64Array.of(0), histograms: [histogram] });
    await store.close();
    const { output, errors } = await run(cwd, 'export');
    expect(output).toBe('# EOF\n');
    expect(errors).toContain('1 native histograms left out');
  });

  test.each([
    [['rate(x[1m])'], 'is no selector of series'],
    [['up{'], 'TT_QUERY_SYNTAX'],
    [['--data', 'nowhere'], 'is no data folder of a station'],
    [['--start', 'soon'], '--start must be a time'],
    [['--start', '1', '--range', '5m'], 'use one of them'],
    [['--url', '127.0.0.1:9'], 'no server answers'],
  ])('%j is refused with the reason', async (args, message) => {
    const { exitCode, errors } = await run(temporaryFolder(), 'export', ...args);
    expect(exitCode).toBe(EXIT.failure);
    expect(errors).toContain(message);
  });
});
