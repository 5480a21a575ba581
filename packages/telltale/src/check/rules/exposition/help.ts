import type { CheckRule } from '../../check-rule.ts';

/** Metrics of a page that nothing explains. */
export const expositionHelp: CheckRule = {
  id: 'exposition/help',
  severity: 'info',
  preset: 'strict',
  why: 'Without help and type nobody knows what the number counts, or how it may be used.',
  doc: 'A metric of a page without a line # HELP or # TYPE.',
  examples: [
    {
      wrong: { files: { 'metrics.prom': 'shop_carts 5\n' } },
      right: {
        files: { 'metrics.prom': '# HELP shop_carts Carts\n# TYPE shop_carts gauge\nshop_carts 5\n' },
      },
    },
  ],
  *run({ metricsPages }) {
    for (const { families, placeOf } of metricsPages) {
      for (const family of families) {
        if (family.help !== '' && family.type !== 'unknown') continue;
        const lacks = family.help === '' ? 'no help' : 'no type';
        yield {
          place: placeOf(family),
          message: `'${family.name}' has ${lacks}`,
          fix: 'add # HELP and # TYPE',
        };
      }
    }
  },
};
