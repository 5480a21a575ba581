import { formatDuration, parseDuration } from '@telltale/model';
import type { CheckRule } from '../../check-rule.ts';
import type { CheckedDocument, Workspace } from '../../workspace/workspace.ts';
import { scrapeFile } from './example-scrape.ts';
import { placedJobs } from './scrape-targets.ts';

/** Prometheus takes a sample for current for this long. */
const LOOKBACK_MS = 300_000;

/** Intervals so long that series vanish between two scrapes. */
export const scrapeInterval: CheckRule = {
  id: 'scrape/interval',
  severity: 'warning',
  why: 'Prometheus looks back five minutes: with longer intervals graphs have gaps, and alerts resolve by themselves.',
  doc: 'The interval of a job, or the global one, is five minutes or more.',
  examples: [
    {
      wrong: { files: { 'prometheus.yml': scrapeFile('shop:8080', '    scrape_interval: 10m\n') } },
      right: { files: { 'prometheus.yml': scrapeFile('shop:8080', '    scrape_interval: 1m\n') } },
    },
  ],
  *run(workspace) {
    for (const { node, place } of intervals(workspace)) {
      const ms = parseDuration(node.text() ?? '');
      if (ms === undefined || ms < LOOKBACK_MS) continue;
      const message = `samples that are ${formatDuration(ms)} apart leave gaps`;
      yield {
        place: place(node),
        message,
        fix: 'scrape every 2m at most: a scrape may fail once without a gap',
      };
    }
  },
};

function intervals(workspace: Workspace) {
  const globals = workspace.documents
    .filter(({ kind }) => kind === 'prometheus-config')
    .flatMap((document) => intervalOf(document, document.root.at('global', 'scrape_interval')));
  const jobs = placedJobs(workspace).flatMap(({ document, node }) =>
    intervalOf(document, node.get('scrape_interval')),
  );
  return [...globals, ...jobs];
}

function intervalOf(document: CheckedDocument, node: ReturnType<CheckedDocument['root']['get']>) {
  return node ? [{ node, place: document.placeOf }] : [];
}
