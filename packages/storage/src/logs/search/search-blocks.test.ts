import { compileLogFilter } from '@telltale/model';
import type { LogFilter } from '@telltale/model';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LOGS_START_MS, logFilter, logRecord } from '../../../test/arbitrary-logs.ts';
import { MemoryBlocks, keptRecords } from '../../../test/log-blocks.ts';
import { compileRegexp } from '../../search/compile-regexp.ts';
import type { KeptRecord } from '../record/kept-record.ts';
import type { PackedRecord } from '../record/packed-records.ts';
import { countBlocks } from './count-blocks.ts';
import { comparisonOf } from './page-collector.ts';
import { searchBlocks } from './search-blocks.ts';
import { StepCounts } from './step-counts.ts';

const RUNS = process.env.TELLTALE_TEST_SCALE === 'long' ? 3000 : 200;

/** Some blocks whose times overlap in any way. */
const blocks = fc
  .array(fc.array(logRecord, { minLength: 1, maxLength: 6 }), { maxLength: 8 })
  .map((some) => some.map((records, i) => keptRecords(records, 1 + i * 10)));
const timeUs = fc
  .tuple(fc.integer({ min: -2, max: 22 }), fc.constantFrom(0, 30_000_000, 100))
  .map(([minute, offsetUs]) => LOGS_START_MS * 1000 + minute * 60_000_000 + offsetUs);
const bound = fc.oneof(timeUs, fc.constantFrom(0, Number.MAX_SAFE_INTEGER));
const filter = fc.oneof(
  logFilter,
  fc.constant(undefined),
  fc.constantFrom<LogFilter>({ kind: 'severity', atLeast: 13 }, { kind: 'has', field: 'level' }),
);

function wanted(
  all: readonly (readonly KeptRecord[])[],
  { startUs, endUs, test }: { startUs: number; endUs: number; test: LogFilter | undefined },
): KeptRecord[] {
  const matches = test ? compileLogFilter(test, compileRegexp) : () => true;
  return all.flat().filter((record) => record.timeUs >= startUs && record.timeUs < endUs && matches(record));
}

it('the first records of an order are found in blocks that overlap, without those that come behind', async () => {
  const order = fc.constantFrom('newest' as const, 'oldest' as const);
  const limit = fc.integer({ min: 1, max: 6 });
  await fc.assert(
    fc.asyncProperty(blocks, bound, bound, filter, order, limit, fc.nat(), async (all, ...question) => {
      const [startUs, endUs, test, direction, most, place] = question;
      const memory = new MemoryBlocks(all);
      const compare = comparisonOf(direction);
      const inOrder = all.flat().sort(compare);
      const after = place % 3 === 0 ? inOrder.at(place % (inOrder.length + 1)) : undefined;
      const page = await searchBlocks(memory.scan(test), memory.refs, {
        startUs,
        endUs,
        order: direction,
        after,
        limit: most,
      });
      const found = page.records.map(({ text }) => (JSON.parse(text) as PackedRecord)[1]);
      const expected = wanted(all, { startUs, endUs, test })
        .filter((record) => after === undefined || compare(record, after) > 0)
        .sort(compare)
        .slice(0, most);
      expect(found).toEqual(expected.map(({ sequence }) => sequence));
    }),
    { numRuns: RUNS },
  );
});

it('records are counted from summaries as they are one by one', async () => {
  const step = fc.constantFrom(60_000, 300_000, 3_600_000, 1000, 90_000);
  await fc.assert(
    fc.asyncProperty(blocks, bound, bound, filter, step, async (all, startUs, endUs, test, stepMs) => {
      const memory = new MemoryBlocks(all);
      const inRange = memory.refs.filter((ref) => ref.startUs < endUs && ref.endUs >= startUs);
      const counted = await countBlocks(memory.scan(test), inRange, { startUs, endUs, stepMs });
      const expected = new StepCounts(stepMs);
      for (const { timeMs, severity } of wanted(all, { startUs, endUs, test }))
        expected.add(timeMs, severity);
      expect(counted.list()).toEqual(expected.list());
    }),
    { numRuns: RUNS },
  );
});
