import { compileLogFilter } from '@telltale/model';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { logFilter, logRecord } from '../../../test/arbitrary-logs.ts';
import { encodedBlock, keptRecords } from '../../../test/log-blocks.ts';
import { compileRegexp } from '../../search/compile-regexp.ts';
import { readSummary } from '../block/block-summary.ts';
import { LogBlock } from '../block/log-block.ts';
import { SECTION } from '../block/section.ts';
import { VERDICT, compileBlockJudge } from './block-judge.ts';
import { BlockSketch } from './block-sketch.ts';
import { compileRowFilter } from './row-filter.ts';

const RUNS = process.env.TELLTALE_TEST_SCALE === 'long' ? 5000 : 500;

it('a filter on columns keeps the records that the filter means, and no block is misjudged', () => {
  fc.assert(
    fc.property(fc.array(logRecord, { minLength: 1, maxLength: 12 }), logFilter, (records, filter) => {
      const { sections } = encodedBlock(keptRecords(records));
      const block = new LogBlock(records.length, (section) => sections[section]);
      const test = compileLogFilter(filter, compileRegexp);
      const expected = records
        .toSorted((a, b) => a.timeMs - b.timeMs)
        .map((record) => (test(record) ? 1 : 0));
      const rows = new Uint8Array(records.length).fill(1);
      compileRowFilter(filter, compileRegexp)(block, rows);
      expect([...rows]).toEqual(expected);

      const judge = compileBlockJudge(filter, compileRegexp);
      const sketch = new BlockSketch((section) => sections[section]);
      for (const { service, severity } of readSummary(sections[SECTION.summary]) ?? []) {
        const verdict = judge(service, severity, sketch);
        const ofEntry = records.filter((each) => each.service === service && each.severity === severity);
        expect(ofEntry.length).toBeGreaterThan(0);
        if (verdict === VERDICT.none) expect(ofEntry.some(test)).toBe(false);
        if (verdict === VERDICT.all) expect(ofEntry.every(test)).toBe(true);
      }
    }),
    { numRuns: RUNS },
  );
});

it('a block without the word, the trace, the service or the severity is left out unopened', () => {
  const traceId = '0af7651916cd43dd8448eb211c80319c';
  const { sections } = encodedBlock(
    keptRecords([
      {
        timeMs: 1,
        severity: 9,
        service: 'shop',
        message: 'request completed',
        traceId,
        attributes: {},
        resource: {},
      },
    ]),
  );
  const sketch = new BlockSketch((section) => sections[section]);
  const field = (name: string, value: string) =>
    ({ kind: 'field', field: name, operator: '=', value }) as const;
  const judged = (
    [
      { kind: 'text', text: 'zanzibar' },
      { kind: 'text', text: 'COMPLETE' },
      field('trace_id', traceId.replace('0', '1')),
      field('trace_id', traceId),
      field('service', 'pay'),
      field('service', 'shop'),
      { kind: 'severity', atLeast: 17 },
      { kind: 'and', filters: [field('service', 'shop'), field('level', 'error')] },
    ] as const
  ).map((filter) => compileBlockJudge(filter, compileRegexp)('shop', 9, sketch));
  const { none, some, all } = VERDICT;
  expect(judged).toEqual([none, some, none, some, none, all, none, none]);
});
