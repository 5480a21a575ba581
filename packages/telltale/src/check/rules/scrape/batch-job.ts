import type { ResolvedTarget } from '@telltale/definition';
import type { CheckRule } from '../../check-rule.ts';
import { placeOfName } from '../../workspace/definition-place.ts';

const BATCH: ResolvedTarget = {
  job: 'import',
  addresses: ['import:8080'],
  path: '/metrics',
  scheme: 'http',
  intervalMs: 30_000,
  timeoutMs: 10_000,
  labels: {},
  isBatch: true,
};

/** Programs that end before anybody asks them. */
export const scrapeBatchJob: CheckRule = {
  id: 'scrape/batch-job',
  severity: 'warning',
  why: 'The last values, those that say how it went, are set after the last scrape and never read.',
  doc: `A target that is said to be a batch program is scraped itself. A Pushgateway, and a server that keeps
what such a program left, are left alone.`,
  examples: [
    {
      wrong: { definition: { targets: [BATCH] } },
      right: {
        definition: { targets: [{ ...BATCH, exporter: 'pushgateway', addresses: ['pushgateway:9091'] }] },
      },
    },
  ],
  *run({ definitions }) {
    for (const definition of definitions) {
      for (const { job, isBatch, exporter, addresses } of definition.resolved.targets) {
        if (!isBatch || /push-?gateway/i.test([exporter, ...addresses].join(' '))) continue;
        yield {
          place: placeOfName(definition, job),
          message: `'${job}' ends by itself, so that its last values are never scraped`,
          fix: 'let it push its metrics when it ends, to the station or a Pushgateway, and alert on the last success',
        };
      }
    }
  },
};
