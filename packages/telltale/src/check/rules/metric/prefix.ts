import type { CheckRule } from '../../check-rule.ts';

const GUIDE =
  "Metrics use the prefix `shop_`.\n\n```js\nnew Counter({ name: 'NAME', help: 'Orders' });\n```\n";

/** Metrics without the prefix that the guide asks for. */
export const metricPrefix: CheckRule = {
  id: 'metric/prefix',
  severity: 'info',
  preset: 'strict',
  why: 'A rule that no metric follows is no rule; whoever looks for the prefix finds nothing.',
  doc: `A guide that asks for a prefix ("use prefix dev_template_", "metrics start with shop_") and declares metrics of programs without it. Reported at the first one.`,
  examples: [
    {
      wrong: { files: { 'README.md': GUIDE.replace('NAME', 'orders_total') } },
      right: { files: { 'README.md': GUIDE.replace('NAME', 'shop_orders_total') } },
    },
  ],
  *run({ declarations, texts }) {
    for (const { language, source } of texts) {
      const prefix = language === 'markdown' ? ASKED.exec(source.text)?.[1] : undefined;
      if (prefix === undefined) continue;
      const own = declarations.filter(({ placeOf }) => placeOf('name').position.file === source.file);
      const without = own.find(({ name }) => !name.startsWith(prefix));
      if (!without) continue;
      const message = `'${without.name}' has not the prefix ${prefix} that this guide asks for`;
      yield { place: without.placeOf('name'), message, fix: 'use the prefix, or drop the advice' };
    }
  },
};

const ASKED = /\b(?:prefix|start)[^`\n]{0,60}`([a-z][a-z0-9_]*_)`/i;
