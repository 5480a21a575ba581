import type { CheckRule } from '../../check-rule.ts';
import { matchesIn, writtenLines } from '../../guides/written-lines.ts';
import { misreadText } from './misread-text.ts';

/** UTF-8 that was read as Windows-1252 and saved again. */
export const docMojibake: CheckRule = {
  id: 'doc/mojibake',
  severity: 'warning',
  why: 'Readers see â†’ where an arrow was meant, and names that nobody can search for.',
  doc: `Reported once a line in guides and scripts, for characters that are the bytes of another character
read in the wrong encoding (â†’ for →, Ã© for é). Only texts that turn into one character when they are
read rightly are reported.`,
  examples: [
    {
      wrong: { files: { 'README.md': 'Go to Dashboards â†’ New Dashboard\n' } },
      right: { files: { 'README.md': 'Go to Dashboards → New Dashboard, â la carte, Ångström, naïve\n' } },
    },
  ],
  *run({ texts }) {
    for (const lines of writtenLines(texts).values()) {
      for (const { match, place } of matchesIn(lines, MISREAD)) {
        const meant = misreadText(match[0]);
        if (meant === undefined) continue;
        yield {
          place,
          message: `'${match[0]}' is '${meant}' in the wrong encoding`,
          fix: `write ${meant} and save the file as UTF-8`,
        };
      }
    }
  },
};

/** A lead byte of UTF-8 and the bytes that follow it, as Windows-1252 shows them. */
const MISREAD =
  /[\u00c2-\u00df][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|[\u00e0-\u00ef][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]{2}|[\u00f0-\u00f4][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]{3}/;
