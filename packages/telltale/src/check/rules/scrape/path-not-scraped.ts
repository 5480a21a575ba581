import type { CheckRule } from '../../check-rule.ts';
import { placedJobs } from './scrape-targets.ts';

const settings = (second: string): string => `monitoring:
  metrics:
    collectors:
      - type: request
        path: /metrics
      - type: custom
        path: ${second}
`;

/** Metrics at a second path that no job asks for. */
export const scrapePathNotScraped: CheckRule = {
  id: 'scrape/path-not-scraped',
  severity: 'warning',
  why: 'A job has one path and one interval: what is at the other path is never read.',
  doc: `Settings of a service expose metrics at several paths, and no job in sight scrapes the further ones.`,
  examples: [
    {
      wrong: { files: { 'monitoring.yaml': settings('/custom_metrics') } },
      right: { files: { 'monitoring.yaml': settings('/metrics') } },
    },
  ],
  *run(workspace) {
    const scraped = new Set(placedJobs(workspace).map(({ path }) => path));
    for (const { kind, root, placeOf } of workspace.documents) {
      if (kind !== 'monitoring-config') continue;
      const collectors = root.at('monitoring', 'metrics', 'collectors')?.items() ?? [];
      const paths = collectors.flatMap((collector) => collector.get('path') ?? []);
      const [first, ...others] = paths;
      for (const node of others) {
        const path = node.text() ?? '';
        if (path === '' || path === first.text() || scraped.has(path)) continue;
        yield {
          place: placeOf(node),
          message: `no job scrapes ${path}`,
          fix: `expose everything at ${first.text() ?? '/metrics'}, or add a job with metrics_path: ${path}`,
        };
      }
    }
  },
};
