import type { CheckRule } from '../../check-rule.ts';
import type { RuleFinding } from '../../finding.ts';
import { composeServices } from '../../stack/compose-service.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { scrapeFile } from './example-scrape.ts';
import { staticTargets } from './scrape-targets.ts';

const COMPOSE =
  'services:\n  import:\n    image: registry.example.org/import:1.2.3\n    restart: "no"\n  pushgateway:\n    image: prom/pushgateway:v1.11.3\n    restart: always\n';

/** Programs that end before anybody asks them. */
export const scrapeBatchJob: CheckRule = {
  id: 'scrape/batch-job',
  severity: 'warning',
  why: 'The last values, those that say how it went, are set after the last scrape and never read.',
  doc: `A target is a program that ends by itself: a Compose service that says \`restart: "no"\` or
\`on-failure\`, or the pods of a Kubernetes Job or CronJob that ask to be scraped. A batch program of a
definition gets a Pushgateway with the generated stack.`,
  examples: [
    {
      wrong: { files: { 'prometheus.yml': scrapeFile('import:8080'), 'compose.yaml': COMPOSE } },
      right: { files: { 'prometheus.yml': scrapeFile('pushgateway:9091'), 'compose.yaml': COMPOSE } },
    },
  ],
  *run(workspace) {
    const ending = new Set(
      composeServices(workspace)
        .filter(({ node }) => /^(?:no|false|on-failure.*)$/.test(node.get('restart')?.text() ?? ''))
        .map(({ name }) => name),
    );
    for (const { host, place } of staticTargets(workspace)) {
      if (ending.has(host)) yield { place, message: `${host} ends by itself${LOST}`, fix: FIX };
    }
    yield* scrapedJobs(workspace);
  },
};

const LOST = ', so that its last values are never scraped';
const FIX =
  'let it push its metrics to a Pushgateway when it ends, and alert on the time of the last success';

function* scrapedJobs({ documents }: Workspace): Iterable<RuleFinding> {
  for (const { kind, root, placeOf } of documents) {
    const object = root.get('kind')?.text() ?? '';
    if (kind !== 'kubernetes' || !/^(?:Cron)?Job$/.test(object)) continue;
    const spec = object === 'CronJob' ? root.at('spec', 'jobTemplate', 'spec') : root.get('spec');
    const scrape = spec?.at('template', 'metadata', 'annotations', 'prometheus.io/scrape');
    if (scrape?.text() !== 'true') continue;
    yield { place: placeOf(scrape), message: `the pods of a ${object} end by themselves${LOST}`, fix: FIX };
  }
}
