import type { CheckRule } from '../../check-rule.ts';
import { program } from './example-programs.ts';

/** One thing measured under two names. */
export const metricDuplicateConcept: CheckRule = {
  id: 'metric/duplicate-concept',
  severity: 'info',
  preset: 'strict',
  why: 'Panels use the one, alerts the other, and the two never agree.',
  doc: `Two histograms of one language whose names say the same in other words: response time and request duration.`,
  examples: [
    {
      wrong: {
        files: {
          'app.js': program(
            "new client.Histogram({ name: 'response_time_seconds', help: 'x' }); new client.Histogram({ name: 'request_duration_seconds', help: 'x' });",
          ),
        },
      },
      right: {
        files: {
          'app.js': program("new client.Histogram({ name: 'request_duration_seconds', help: 'x' });"),
        },
      },
    },
  ],
  *run({ declarations }) {
    const first = new Map<string, string>();
    for (const { name, kind, placeOf } of declarations) {
      const concept = kind === 'histogram' ? conceptOf(name) : name;
      const known = first.get(concept);
      if (known === undefined) first.set(concept, name);
      else if (known !== name) {
        const message = `'${name}' measures what '${known}' does`;
        yield { place: placeOf('name'), message, fix: 'keep one of them' };
      }
    }
  },
};

const SYNONYMS: ReadonlyMap<string, string> = new Map(
  Object.entries({ response: 'request', latency: 'duration', time: 'duration', elapsed: 'duration' }),
);

function conceptOf(name: string): string {
  return name
    .split('_')
    .map((word) => SYNONYMS.get(word) ?? word)
    .join('_');
}
