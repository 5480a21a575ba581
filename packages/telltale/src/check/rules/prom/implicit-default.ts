import { parseDuration } from '@telltale/model';
import type { CheckRule } from '../../check-rule.ts';
import type { RuleFinding } from '../../finding.ts';
import type { CheckedText, Workspace } from '../../workspace/workspace.ts';
import { scrapeFile } from '../scrape/example-scrape.ts';

/** Prometheus' own defaults. */
const DEFAULTS: readonly { readonly words: string; readonly value: string }[] = [
  { words: 'scrape[ _]interval', value: '1m' },
  { words: 'evaluation[ _]interval', value: '1m' },
  { words: 'retention(?:[ _](?:time|period))?', value: '15d' },
];

/** Defaults that nobody knows, or that are believed to be others. */
export const promImplicitDefault: CheckRule = {
  id: 'prom/implicit-default',
  severity: 'info',
  preset: 'strict',
  why: "Prometheus' own interval is one minute: alerts and graphs that count on 15 seconds are slow or empty.",
  doc: `A prometheus.yml does not say how often it scrapes or evaluates, and some job does not either; or a
guide gives another value as the default than Prometheus has (1m, 1m and 15d).`,
  examples: [
    {
      wrong: { files: { 'prometheus.yml': scrapeFile('shop:8080') } },
      right: {
        files: { 'prometheus.yml': scrapeFile('shop:8080', '', 'global:\n  scrape_interval: 15s\n') },
      },
    },
    {
      wrong: { files: { 'GUIDE.md': '- **Scrape Interval**: 15s (default)\n' } },
      right: { files: { 'GUIDE.md': '- **Scrape Interval**: 15s (the default is 1m)\n' } },
    },
  ],
  *run(workspace) {
    yield* unwritten(workspace);
    for (const text of workspace.texts) if (text.language === 'markdown') yield* misstated(text);
  },
};

function* unwritten({ documents }: Workspace): Iterable<RuleFinding> {
  for (const { kind, root, placeOf, isExample } of documents) {
    if (kind !== 'prometheus-config' || isExample || root.at('global', 'scrape_interval')) continue;
    const jobs = root.get('scrape_configs')?.items() ?? [];
    const silent = jobs.find((job) => !job.get('scrape_interval'));
    if (!silent) continue;
    yield {
      place: placeOf(silent.get('job_name') ?? silent),
      message: 'how often this job is scraped is not said: it is once a minute',
      fix: 'write global.scrape_interval',
    };
  }
}

function* misstated({ source, placeOf }: CheckedText): Iterable<RuleFinding> {
  for (const { words, value } of DEFAULTS) {
    const claim = new RegExp(
      `\\b${words}\\b[^\\n\\w]{1,20}(\\d+\\s?[a-z]{1,7})[^\\n\\w]{0,5}\\(?default\\b`,
      'gi',
    );
    for (const match of source.text.matchAll(claim)) {
      const ms = parseDuration(match[1].replace(/\s?(ms|[smhdwy])[a-z]*$/i, '$1'));
      if (ms === undefined || ms === parseDuration(value)) continue;
      const start = match.index + match[0].indexOf(match[1]);
      yield {
        place: placeOf({ start, end: start + match[1].length }),
        message: `${match[1]} is not Prometheus' default, which is ${value}`,
        fix: 'write the value into the configuration',
      };
    }
  }
}
