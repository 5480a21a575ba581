import type { CheckRule } from '../../check-rule.ts';

const MOST_SAMPLES = 20_000;
const MOST_BYTES = 10 * 1024 * 1024;

/** A page with `count` samples of one metric, for the examples. */
function page(count: number): string {
  const lines = Array.from({ length: count }, (_, index) => `shop_orders_total{shop="${index}"} 1`);
  return `# HELP shop_orders_total Orders\n# TYPE shop_orders_total counter\n${lines.join('\n')}\n`;
}

/** Metrics pages of very many samples. */
export const expositionTooBig: CheckRule = {
  id: 'exposition/too-big',
  severity: 'warning',
  why: 'Every sample is a series in memory, fetched at every scrape: one target of this size costs as much as many.',
  doc: 'A metrics page of more than 20,000 samples or 10 MB.',
  examples: [
    {
      wrong: { files: { 'metrics.prom': page(MOST_SAMPLES + 1) } },
      right: { files: { 'metrics.prom': page(10) } },
    },
  ],
  *run({ metricsPages }) {
    for (const { families, sizeBytes, placeOf } of metricsPages) {
      const count = families.reduce((sum, { samples }) => sum + samples.length, 0);
      if (count <= MOST_SAMPLES && sizeBytes <= MOST_BYTES) continue;
      const largest = families.toSorted((a, b) => b.samples.length - a.samples.length).at(0);
      const message = `the page has ${count} samples, ${largest?.samples.length ?? 0} of them of ${largest?.name ?? ''}`;
      yield {
        place: placeOf(largest),
        message,
        fix: 'drop a label of the largest metrics, or set sample_limit',
      };
    }
  },
};
