import { posix } from 'node:path';
import type { CheckRule } from '../../check-rule.ts';
import { composeServices } from '../../stack/compose-service.ts';
import type { ComposeService } from '../../stack/compose-service.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { scrapeFile } from './example-scrape.ts';
import { staticTargets } from './scrape-targets.ts';

/** What a program that exposes metrics has in it somewhere. */
const METRICS = /metrics|prom-client|prometheus|opentelemetry|telltale|statsd/i;

const COMPOSE = 'services:\n  search-worker:\n    build: ./search\n';

/** Targets whose program has no metrics. */
export const scrapeNoMetrics: CheckRule = {
  id: 'scrape/no-metrics',
  severity: 'error',
  preset: 'strict',
  why: 'The target is always down, or exposes nothing: a job for a program without metrics tells nothing.',
  doc: `A target is a Compose service that is built from a folder whose programs, all of them, say nothing
of metrics.`,
  examples: [
    {
      wrong: {
        files: {
          'prometheus.yml': scrapeFile('search-worker:9091'),
          'compose.yaml': COMPOSE,
          'search/worker.js': "require('amqplib').connect('amqp://queue');\n",
        },
      },
      right: {
        files: {
          'prometheus.yml': scrapeFile('search-worker:9091'),
          'compose.yaml': COMPOSE,
          'search/worker.js': "require('prom-client').collectDefaultMetrics();\n",
        },
      },
    },
  ],
  *run(workspace) {
    const services = new Map(composeServices(workspace).map((service) => [service.name, service]));
    for (const { host, place } of staticTargets(workspace)) {
      const service = services.get(host);
      if (!service || !hasNoMetrics(workspace, service)) continue;
      yield {
        place,
        message: `no program of ${host} has metrics`,
        fix: 'expose metrics there, or remove the target',
      };
    }
  },
};

function hasNoMetrics({ texts }: Workspace, { node, document }: ComposeService): boolean {
  const build = node.get('build');
  const context = build?.text() ?? build?.get('context')?.text();
  if (context === undefined || context.includes('$') || document.isExample) return false;
  const folder = posix.normalize(posix.join(posix.dirname(document.source.file), context));
  // A service built from the whole repository is not told from the others.
  if (folder === '.' || folder.startsWith('..')) return false;
  const programs = texts.filter(
    ({ language, source }) =>
      (language === 'javascript' || language === 'python') && source.file.startsWith(`${folder}/`),
  );
  return programs.length > 0 && !programs.some(({ source }) => METRICS.test(source.text));
}
