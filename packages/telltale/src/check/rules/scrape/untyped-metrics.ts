import type { FindingPlace } from '../../finding.ts';
import { placedJobs } from './scrape-targets.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import type { ServedRoute } from '../../programs/served-routes.ts';
import { servedRoutesOf } from '../../programs/served-routes.ts';

/** Handlers that send metrics without their content type, where no job has a fallback for that. */
export function* untypedMetrics(workspace: Workspace): Iterable<FindingPlace> {
  const hasFallback = placedJobs(workspace).some(({ node }) => node.get('fallback_scrape_protocol'));
  if (hasFallback) return;
  for (const served of servedRoutesOf(workspace.texts).routes) {
    if (!/metrics$/i.test(served.path) || !served.isRead || !sendsUntyped(served)) continue;
    yield served.text.placeOf(served.range);
  }
}

function sendsUntyped({ handler }: ServedRoute): boolean {
  const words = new Set(handler.map(({ text }) => text));
  const isSent = (words.has('send') || words.has('end')) && words.has('metrics');
  return isSent && !handler.some(({ text }) => /content-?type|^type$|^header/i.test(text));
}
