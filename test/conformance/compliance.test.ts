import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasProgram } from '../support/counterpart.ts';
import { suiteFolder } from '../support/temporary-folder.ts';
import { DEMO_END_MS, demoData } from './compliance/demo-data.ts';
import { ANSWERED_QUERIES, NEWLY_ALLOWED_QUERIES, REFUSED_QUERIES } from './compliance/queries.ts';
import type { Question } from './differential/answer.ts';
import { answerDifference } from './differential/compare-answers.ts';
import type { TwoAnswers } from './differential/two-answers.ts';
import { startTwoAnswers } from './differential/two-answers.ts';

/** As the tester of prometheus/compliance asks: ten minutes in steps of ten seconds, to 1e-5. */
const RANGE_MS = 10 * 60_000;
const STEP_MS = 10_000;
const TOLERANCE = { relative: 1e-5, absolute: 0 };

describe.runIf(hasProgram('prometheus') && hasProgram('promtool'))(
  'the queries of prometheus/compliance',
  () => {
    const folder = suiteFolder();
    let engines: TwoAnswers;

    beforeAll(async () => {
      engines = await startTwoAnswers(folder.path, demoData());
    });

    afterAll(() => engines?.stop());

    const question = (query: string): Question => ({
      query,
      startMs: DEMO_END_MS - RANGE_MS,
      endMs: DEMO_END_MS,
      stepMs: STEP_MS,
    });

    test('all 534 that have an answer are answered as Prometheus answers them', async () => {
      expect(ANSWERED_QUERIES).toHaveLength(534);
      const faults: string[] = [];
      let filled = 0;
      for (const query of ANSWERED_QUERIES) {
        const theirs = await engines.theirs(question(query));
        const ours = await engines.ours(question(query));
        expect(theirs.kind, query).toBe('series');
        if (theirs.kind === 'series' && theirs.series.size > 0) filled++;
        const difference = answerDifference(theirs, ours, TOLERANCE);
        if (difference !== undefined) faults.push(`${query}: ${difference}`);
      }
      expect(faults).toEqual([]);
      expect(filled).toBeGreaterThan(450);
    });

    test.each(REFUSED_QUERIES)('both refuse %s', async (query) => {
      expect((await engines.theirs(question(query))).kind).toBe('refusal');
      expect((await engines.ours(question(query))).kind).toBe('refusal');
    });

    test.each(NEWLY_ALLOWED_QUERIES)('any text is a label name since Prometheus 3: %s', async (query) => {
      expect((await engines.theirs(question(query))).kind).toBe('refusal');
      expect((await engines.ours(question(query))).kind).toBe('series');
    });
  },
);
