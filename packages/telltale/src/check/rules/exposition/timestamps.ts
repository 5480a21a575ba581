import type { CheckRule } from '../../check-rule.ts';

function page(timestamp: string): string {
  return `# HELP shop_carts Carts\n# TYPE shop_carts gauge\nshop_carts 5${timestamp}\n`;
}

/** Samples that bring their own time. */
export const expositionTimestamps: CheckRule = {
  id: 'exposition/timestamps',
  severity: 'warning',
  why: 'A sample with a time of its own gets no stale marker: after the target is gone it lives on for five minutes.',
  doc: 'A metric of a page whose samples have timestamps.',
  examples: [
    {
      wrong: { files: { 'metrics.prom': page(' 1767225600000') } },
      right: { files: { 'metrics.prom': page('') } },
    },
  ],
  *run({ metricsPages }) {
    for (const { families, placeOf } of metricsPages) {
      for (const family of families) {
        if (!family.samples.some(({ timestampMs }) => timestampMs !== undefined)) continue;
        const message = `the samples of '${family.name}' have timestamps`;
        yield { place: placeOf(family), message, fix: 'leave the time to the scrape' };
      }
    }
  },
};
