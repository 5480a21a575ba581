import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasProgram } from '../support/counterpart.ts';
import { suiteFolder } from '../support/temporary-folder.ts';
import type { Question } from './differential/answer.ts';
import { findDifferences } from './differential/find-differences.ts';
import { fleetData } from './differential/fleet-data.ts';
import { brokenQuery } from './differential/grammar/broken-queries.ts';
import { instantQuestion, rangeQuestion } from './differential/grammar/questions.ts';
import { exactVector } from './differential/grammar/exact-vectors.ts';
import { plainQuery, vector } from './differential/grammar/vectors.ts';
import type { TwoAnswers } from './differential/two-answers.ts';
import { startTwoAnswers } from './differential/two-answers.ts';

const isLong = process.env['TELLTALE_TEST_SCALE'] === 'long';
const RUNS = isLong ? 10_000 : 250;
/** The long run asks other questions every day, and says which. */
const SEED = isLong ? Math.floor(Date.now() / 86_400_000) : 4400;

/*
 * The same samples are loaded into Debian's Prometheus and into a store; both engines are asked
 * queries that a grammar made. They must answer alike, or both refuse, but for differences between
 * Prometheus 2 and 3 that are listed with their reasons.
 */
describe.runIf(hasProgram('prometheus') && hasProgram('promtool'))(
  'generated queries answered as Prometheus answers them',
  () => {
    const folder = suiteFolder();
    let engines: TwoAnswers;

    beforeAll(async () => {
      engines = await startTwoAnswers(folder.path, fleetData());
    });

    afterAll(() => engines?.stop());

    const ask = async (questions: fc.Arbitrary<Question>, runs = RUNS) => {
      const findings = await findDifferences(engines, fc.sample(questions, { numRuns: runs, seed: SEED }));
      expect(findings.differences.slice(0, 10), `seed ${SEED}`).toEqual([]);
      return findings;
    };

    test.each([
      ['for a moment, of exact operands', instantQuestion(exactVector(2))],
      ['over a range, of exact operands', rangeQuestion(exactVector(2))],
      ['for a moment, of everything', instantQuestion(vector(2))],
      ['over a range, of everything', rangeQuestion(vector(2))],
      ['over a range, deeply nested', rangeQuestion(vector(3))],
    ])(
      'queries %s',
      async (_, questions) => {
        const { filled } = await ask(questions);
        expect(filled).toBeGreaterThan(RUNS / 3);
      },
      3_600_000,
    );

    test('scalars and strings', async () => {
      const { filled } = await ask(instantQuestion(plainQuery), RUNS / 2);
      expect(filled).toBeGreaterThan(RUNS / 3);
    }, 3_600_000);

    test('queries that are broken are refused by both', async () => {
      const { refused } = await ask(rangeQuestion(brokenQuery(vector(1))));
      expect(refused).toBeGreaterThan(RUNS / 3);
    }, 3_600_000);
  },
);
