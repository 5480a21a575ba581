import type { CheckRule } from '../../check-rule.ts';
import { isBelow, knownImageOf, versionNumbers } from '../../stack/image-reference.ts';
import { usedImages } from '../../stack/used-image.ts';

/** Versions that get no fixes any more. */
export const imgEol: CheckRule = {
  id: 'img/eol',
  severity: 'warning',
  why: 'Its project fixes nothing in this version any more, security holes included.',
  doc: 'The tag of a well-known image of the monitoring stack is below the oldest version that its project still maintains. Tags that are no version, and files for development, are left alone.',
  examples: [
    {
      wrong: {
        files: { 'compose.yaml': 'services:\n  prometheus:\n    image: prom/prometheus:v2.30.0\n' },
      },
      right: {
        files: { 'compose.yaml': 'services:\n  prometheus:\n    image: prom/prometheus:v3.14.0\n' },
      },
    },
  ],
  *run(workspace) {
    for (const { repository, tag, place, isDevelopment } of usedImages(workspace)) {
      const known = knownImageOf(repository);
      const version = tag === undefined ? undefined : versionNumbers(tag);
      // A name that was left behind has a finding of its own, whatever the version.
      if (isDevelopment || !version || !known?.endOfLifeBelow || known.formerNames?.includes(repository))
        continue;
      const bound = versionNumbers(known.endOfLifeBelow);
      if (!bound || !isBelow(version, bound)) continue;
      yield {
        place,
        message: `${known.component} ${tag} is past its end of life`,
        fix: `use ${known.image}:${known.tag}`,
      };
    }
  },
};
