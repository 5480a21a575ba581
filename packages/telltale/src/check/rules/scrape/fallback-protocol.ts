import type { CheckRule } from '../../check-rule.ts';
import { untypedMetrics } from './untyped-metrics.ts';
import { isBelow, versionNumbers } from '../../stack/image-reference.ts';
import { usedImages } from '../../stack/used-image.ts';
import type { Workspace } from '../../workspace/workspace.ts';

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
    for (const place of untypedMetrics(workspace)) {
      yield {
        place,
        message: 'the metrics are sent without their content type',
        fix: "add res.set('Content-Type', register.contentType), or fallback_scrape_protocol: PrometheusText0.0.4 to the job",
      };
    }
  },
};

function runsOldPrometheus(workspace: Workspace): boolean {
  const target = workspace.targetVersions.get('prometheus');
  if (target) return isBelow(target.numbers, [3]);
  return usedImages(workspace).some(
    ({ repository, tag = '' }) =>
      repository.endsWith('prom/prometheus') && (versionNumbers(tag)?.[0] ?? 3) < 3,
  );
}
