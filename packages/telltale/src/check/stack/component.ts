import type { ComposeService } from './compose-service.ts';
import { knownImageOf, parseImageReference } from './image-reference.ts';
import { fillDefaults } from './variables.ts';

/** The component of the monitoring stack that a service runs, where its image is known. */
export function componentOf({ node }: Pick<ComposeService, 'node'>): string | undefined {
  const { text } = fillDefaults(node.get('image')?.text() ?? '');
  const image = parseImageReference(text);
  return image && knownImageOf(image.repository)?.component;
}
