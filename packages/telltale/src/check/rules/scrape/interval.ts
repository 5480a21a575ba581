import { formatDuration, parseDuration } from '@telltale/model';
import type { CheckRule } from '../../check-rule.ts';
import type { RuleFinding } from '../../finding.ts';
import type { CheckedDocument, Workspace } from '../../workspace/workspace.ts';
import { scrapeFile } from './example-scrape.ts';
import { placedJobs } from './scrape-targets.ts';

/** Prometheus takes a sample for current for this long. */
const LOOKBACK_MS = 300_000;

/** Intervals so long that series vanish between two scrapes, and time limits that are longer than the interval. */
export const scrapeInterval: CheckRule = {
  id: 'scrape/interval',
  severity: 'warning',
  why: 'Prometheus looks back five minutes: with longer intervals graphs have gaps, and alerts resolve by themselves.',
  doc: 'The interval of a job, or the global one, is five minutes or more; the global timeout is longer than the global interval.',
  examples: [
    {
      wrong: { files: { 'prometheus.yml': scrapeFile('shop:8080', '    scrape_interval: 10m\n') } },
      right: { files: { 'prometheus.yml': scrapeFile('shop:8080', '    scrape_interval: 1m\n') } },
    },
    {
      wrong: {
        files: {
          'prometheus.yml': scrapeFile(
            'shop:8080',
            '',
            'global: { scrape_interval: 30s, scrape_timeout: 1m }\n',
          ),
        },
      },
      right: {
        files: {
          'prometheus.yml': scrapeFile(
            'shop:8080',
            '',
            'global: { scrape_interval: 30s, scrape_timeout: 10s }\n',
          ),
        },
      },
    },
  ],
  *run(workspace) {
    yield* longTimeouts(workspace);
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

/** What Prometheus scrapes by where nothing is written. */
const DEFAULT_INTERVAL_MS = 60_000;

/** The global timeout; those of jobs are told with the other faults of the file. */
function* longTimeouts({ documents }: Workspace): Iterable<RuleFinding> {
  for (const { kind, root, placeOf } of documents) {
    const timeout = kind === 'prometheus-config' ? root.at('global', 'scrape_timeout') : undefined;
    const timeoutMs = parseDuration(timeout?.text() ?? '');
    const interval = root.at('global', 'scrape_interval')?.text() ?? '';
    const intervalMs = parseDuration(interval) ?? DEFAULT_INTERVAL_MS;
    if (!timeout || timeoutMs === undefined || timeoutMs <= intervalMs) continue;
    yield {
      place: placeOf(timeout),
      message: `the timeout is longer than the interval of ${formatDuration(intervalMs)}`,
      fix: 'choose a timeout below the interval',
      severity: 'error',
      why: 'Prometheus refuses the whole configuration.',
    };
  }
}
