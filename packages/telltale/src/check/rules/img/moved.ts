import type { CheckRule } from '../../check-rule.ts';
import { knownImageOf } from '../../stack/image-reference.ts';
import { usedImages } from '../../stack/used-image.ts';

/** Images that are published under another name now. */
export const imgMoved: CheckRule = {
  id: 'img/moved',
  severity: 'warning',
  why: 'Under its old name the image gets no new versions and no security fixes, and may disappear.',
  doc: 'An image of a Compose file or a Kubernetes manifest has a name that its project has left, for example `gcr.io/cadvisor/cadvisor`.',
  examples: [
    {
      wrong: {
        files: { 'compose.yaml': 'services:\n  cadvisor:\n    image: gcr.io/cadvisor/cadvisor:v0.49.1\n' },
      },
      right: {
        files: { 'compose.yaml': 'services:\n  cadvisor:\n    image: ghcr.io/google/cadvisor:v0.60.5\n' },
      },
    },
  ],
  *run(workspace) {
    for (const { repository, place } of usedImages(workspace)) {
      const known = knownImageOf(repository);
      if (!known?.formerNames?.includes(repository)) continue;
      yield {
        place,
        message: `${repository} is not where new versions are published`,
        fix: `use ${known.image}:${known.tag}`,
      };
    }
  },
};
