import type { ResolvedDefinition, ResolvedLayout } from '@telltale/definition';
import { usualLayout } from '@telltale/definition';

/**
 * Where the files of a definition go: its own layout, or the usual one for a definition that was put
 * together without `resolveDefinition`.
 */
export function layoutOf({ layout, service }: ResolvedDefinition): ResolvedLayout {
  return layout ?? usualLayout(service);
}
