import type { CheckRule } from '../../check-rule.ts';
import { servedRoutesOf } from '../../programs/served-routes.ts';
import type { ServedRoute } from '../../programs/served-routes.ts';
import { versionNumbers } from '../../stack/image-reference.ts';
import { usedImages } from '../../stack/used-image.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { placedJobs } from './scrape-targets.ts';

const route = (answer: string): string =>
  `app.get('/metrics', async (req, res) => { ${answer} res.send(await register.metrics()); });\n`;

/** Metrics that are answered as a page of HTML. */
export const scrapeFallbackProtocol: CheckRule = {
  id: 'scrape/fallback-protocol',
  severity: 'warning',
  preset: 'strict',
  why: 'Since version 3 Prometheus refuses answers without the right Content-Type; Express sends text as HTML.',
  doc: `The handler of a path that ends in metrics sends the text of a registry and never sets a content type,
and no job in sight has a fallback_scrape_protocol. Not where Prometheus 2 is in the stack.`,
  examples: [
    {
      wrong: { files: { 'app.js': route('') } },
      right: { files: { 'app.js': route("res.set('Content-Type', register.contentType);") } },
    },
  ],
  *run(workspace) {
    if (runsOldPrometheus(workspace)) return;
    const hasFallback = placedJobs(workspace).some(({ node }) => node.get('fallback_scrape_protocol'));
    for (const served of hasFallback ? [] : servedRoutesOf(workspace.texts).routes) {
      if (!/metrics$/i.test(served.path) || !served.isRead || !sendsUntyped(served)) continue;
      yield {
        place: served.text.placeOf(served.range),
        message: 'the metrics are sent without their content type',
        fix: "add res.set('Content-Type', register.contentType), or fallback_scrape_protocol: PrometheusText0.0.4 to the job",
      };
    }
  },
};

function sendsUntyped({ handler }: ServedRoute): boolean {
  const words = new Set(handler.map(({ text }) => text));
  const isSent = (words.has('send') || words.has('end')) && words.has('metrics');
  return isSent && !handler.some(({ text }) => /content-?type|^type$|^header/i.test(text));
}

function runsOldPrometheus(workspace: Workspace): boolean {
  return usedImages(workspace).some(
    ({ repository, tag = '' }) =>
      repository.endsWith('prom/prometheus') && (versionNumbers(tag)?.[0] ?? 3) < 3,
  );
}
