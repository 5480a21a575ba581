import type { CheckRule } from '../../check-rule.ts';
import { knownImageOf } from '../../stack/image-reference.ts';
import { usedImages } from '../../stack/used-image.ts';

/** Images that change under a running configuration. */
export const imgUnpinned: CheckRule = {
  id: 'img/unpinned',
  severity: 'warning',
  why: 'The next pull may bring another version: what works today fails tomorrow, and nobody changed anything.',
  doc: 'An image of a Compose file or a Kubernetes manifest has no tag, or the tag `latest`. Images with a digest, images that are built from source, tags that a variable gives without a default, and files for development are left alone.',
  examples: [
    {
      wrong: { files: { 'compose.yaml': 'services:\n  prometheus:\n    image: prom/prometheus:latest\n' } },
      right: { files: { 'compose.yaml': 'services:\n  prometheus:\n    image: prom/prometheus:v3.14.0\n' } },
    },
    {
      wrong: {
        files: { 'k8s.yaml': 'apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - image: shop\n' },
      },
      right: {
        files: { 'k8s.yaml': 'apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - image: shop:1.4.2\n' },
      },
    },
  ],
  *run(workspace) {
    for (const { text, repository, tag, digest, place, isDevelopment } of usedImages(workspace)) {
      if (isDevelopment || digest !== undefined || (tag !== undefined && tag !== 'latest')) continue;
      const known = knownImageOf(repository);
      const what = tag === undefined ? `the image ${text} has no tag` : `the tag of ${text} moves`;
      const fix = known === undefined ? 'name a whole version' : `pin ${known.image}:${known.tag}`;
      yield { place, message: what, fix };
    }
  },
};
