import type { MetricsEndpoint } from './metrics-endpoint.ts';
import type { OwnPage } from './own-pages.ts';
import { PathList } from './path-list.ts';

/** The metrics page at its paths. */
export function metricsPage(paths: readonly string[], endpoint: MetricsEndpoint): OwnPage {
  const list = new PathList(paths);
  return {
    paths,
    has: (target) => list.has(target),
    answer: endpoint.answer,
    respond: endpoint.respond,
  };
}
