import type { CheckRule } from '../../check-rule.ts';
import { program } from './example-programs.ts';

/** One counter for each outcome. */
export const metricSplitOutcome: CheckRule = {
  id: 'metric/split-outcome',
  severity: 'info',
  preset: 'strict',
  why: 'A ratio needs all of them, and whoever forgets one gets a wrong ratio without an error.',
  doc: `Two counters of a program or guide whose names differ in success and error (or failure) only.`,
  examples: [
    {
      wrong: {
        files: {
          'app.js': program(
            "new client.Counter({ name: 'job_success_total', help: 'x' }); new client.Counter({ name: 'job_errors_total', help: 'x' });",
          ),
        },
      },
      right: {
        files: {
          'app.js': program("new client.Counter({ name: 'jobs_total', help: 'x', labelNames: ['status'] });"),
        },
      },
    },
  ],
  *run({ declarations }) {
    const names = new Set(declarations.map(({ name }) => name));
    for (const { name, placeOf } of declarations) {
      const stem = /^(.+)_success(?:es|ful)?_total$/.exec(name)?.[1];
      const other = ['errors', 'error', 'failures', 'failure', 'failed']
        .map((word) => `${stem}_${word}_total`)
        .find((one) => names.has(one));
      if (stem === undefined || other === undefined) continue;
      const message = `'${name}' and '${other}' are two outcomes of one thing`;
      yield { place: placeOf('name'), message, fix: `count ${stem}_total with a label 'status'` };
    }
  },
};
