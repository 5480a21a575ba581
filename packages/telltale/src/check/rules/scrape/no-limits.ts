import type { CheckRule } from '../../check-rule.ts';
import { scrapeFile } from './example-scrape.ts';
import { placedJobs } from './scrape-targets.ts';

const LIMITS = ['sample_limit', 'label_limit', 'body_size_limit', 'label_value_length_limit', 'target_limit'];

/** Jobs that may bring any number of series. */
export const scrapeNoLimits: CheckRule = {
  id: 'scrape/no-limits',
  severity: 'info',
  preset: 'strict',
  why: 'One label with a value for each user fills the memory of the server, and takes all other alerts with it.',
  doc: 'A job without any limit on samples, labels or size, in a file without global ones.',
  examples: [
    {
      wrong: { files: { 'prometheus.yml': scrapeFile('shop:8080') } },
      right: { files: { 'prometheus.yml': scrapeFile('shop:8080', '    sample_limit: 20000\n') } },
    },
  ],
  *run(workspace) {
    for (const { node, document, name, placeOf } of placedJobs(workspace)) {
      const global = document.root.get('global');
      if (LIMITS.some((limit) => node.get(limit) ?? global?.get(limit))) continue;
      yield {
        place: placeOf(),
        message: `the job '${name}' has no limits`,
        fix: 'add sample_limit and label_limit',
      };
    }
  },
};
