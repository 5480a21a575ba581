import type { SourceNode } from '@telltale/formats';
import type { FindingPlace } from '../finding.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { composeServices } from './compose-service.ts';
import type { ImageReference } from './image-reference.ts';
import { parseImageReference } from './image-reference.ts';
import { containersOf } from './kubernetes-object.ts';
import { fillDefaults } from './variables.ts';

/** An image that a Compose file or a manifest runs. */
export interface UsedImage extends ImageReference {
  /** As written. */
  readonly text: string;
  readonly node: SourceNode;
  readonly file: string;
  readonly place: FindingPlace;
  /** Whether the file is for development or tests. */
  readonly isDevelopment: boolean;
}

/** The images that are pulled: what is built from source, or named by a variable alone, is left out. */
export function usedImages(workspace: Workspace): readonly UsedImage[] {
  return [
    ...composeServices(workspace)
      .filter(({ node }) => !node.get('build'))
      .flatMap((service) => usedImage(service.node, service, service.isDevelopment)),
    ...containersOf(workspace).flatMap((container) => usedImage(container.node, container, false)),
  ];
}

function usedImage(
  container: SourceNode,
  { document, placeOf }: Pick<ReturnType<typeof composeServices>[number], 'document' | 'placeOf'>,
  isDevelopment: boolean,
): readonly UsedImage[] {
  const node = container.get('image');
  const written = node?.text();
  if (!node || written === undefined) return [];
  const { text, hasVariables } = fillDefaults(written);
  const reference = hasVariables ? undefined : parseImageReference(text);
  if (!reference) return [];
  return [{ ...reference, text, node, file: document.source.file, place: placeOf(node), isDevelopment }];
}
