import { KNOWN_PORTS } from '@telltale/manifests';
import type { CheckRule } from '../../check-rule.ts';
import { scrapeFile } from './example-scrape.ts';
import { isNamedAfter } from './non-metrics-port.ts';
import { placedJobs } from './scrape-targets.ts';

/** Servers whose metrics are elsewhere than at `/metrics`. */
export const scrapeKnownPath: CheckRule = {
  id: 'scrape/known-path',
  severity: 'error',
  why: 'The server answers with an error there, so the target is always down.',
  doc: 'A well-known server, told by port and name, is scraped at /metrics although its metrics are elsewhere: MinIO.',
  examples: [
    {
      wrong: { files: { 'prometheus.yml': scrapeFile('minio:9000') } },
      right: {
        files: {
          'prometheus.yml': scrapeFile('minio:9000', '    metrics_path: /minio/v2/metrics/cluster\n'),
        },
      },
    },
  ],
  *run(workspace) {
    for (const { path, targets, isStatic, node, placeOf } of placedJobs(workspace)) {
      if (path !== '/metrics' || !isStatic) continue;
      for (const target of targets) {
        const known = KNOWN_PORTS.find(
          ({ port, metricsPath = '/metrics', names }) =>
            metricsPath !== '/metrics' && port === target.port && isNamedAfter(target, { names }),
        );
        if (!known) continue;
        yield {
          place: node.get('metrics_path') ? placeOf('metrics_path') : target.place,
          message: `${known.server} has no metrics at ${path}`,
          fix: `write metrics_path: ${known.metricsPath}, and a token unless it is public`,
        };
      }
    }
  },
};
