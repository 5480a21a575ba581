import type { CheckRule } from '../../check-rule.ts';

const GUIDE =
  '- **Success Metrics**: error countsEXTRA\n\n| Name | Type | What |\n| `shop_errors_total` | Counter | Errors |\n| `shop_orders_total` | Counter | Orders |\n| `shop_carts_total` | Counter | Carts |\n';

/** Things that a guide promises to measure and does not. */
export const metricPromise: CheckRule = {
  id: 'metric/promise',
  severity: 'info',
  preset: 'strict',
  why: 'Somebody relies on it: the day it is needed there is no such metric.',
  doc: `A guide with a list "**… Metrics**: a, b, c" and a table of its metrics, of which no name or description has a word of one of the things.`,
  examples: [
    {
      wrong: { files: { 'README.md': GUIDE.replace('EXTRA', ', recovery attempts') } },
      right: { files: { 'README.md': GUIDE.replace('EXTRA', '') } },
    },
  ],
  *run({ declarations, texts }) {
    for (const { language, source, placeOf } of texts) {
      if (language !== 'markdown') continue;
      const own = declarations.filter(({ placeOf: place }) => place('name').position.file === source.file);
      if (own.length < 3) continue;
      const words = own.flatMap(({ name, help = '' }) => `${name} ${help}`.toLowerCase().split(/[^a-z]+/));
      for (const match of source.text.matchAll(LIST)) {
        const start = match.index + match[0].length - match[1].length;
        for (const thing of missingThings(match[1], words)) {
          const at = start + match[1].indexOf(thing);
          const message = `nothing here measures '${thing}'`;
          yield {
            place: placeOf({ start: at, end: at + thing.length }),
            message,
            fix: 'declare a metric for it, or drop the promise',
          };
        }
      }
    }
  },
};

const LIST = /^[ \t]*[-*][ \t]+\*\*[A-Z][\w ]*Metrics\*\*:[ \t]*(.+)$/gm;

/** Things of which no word is in the catalogue of the guide, plural or not. */
function missingThings(list: string, words: readonly string[]): readonly string[] {
  const stems = new Set(words.map(stem));
  return list
    .split(',')
    .map((thing) => thing.trim())
    .filter(
      (thing) =>
        thing !== '' &&
        !thing
          .toLowerCase()
          .split(/[^a-z]+/)
          .some((word) => word.length > 2 && stems.has(stem(word))),
    );
}

function stem(word: string): string {
  return word.replace(/(?:ing|es|s|ed)$/, '').slice(0, 6);
}
