import { posix } from 'node:path';
import type { ResolvedDefinition, ResolvedLayout, ResolvedStack } from '@telltale/definition';
import type { GenerateOptions } from '../generate-options.ts';
import { layoutOf } from '../layout-of.ts';

/** What the services of a Compose file are made from. */
export interface ComposeContext {
  readonly definition: ResolvedDefinition;
  readonly layout: ResolvedLayout;
  readonly stack: ResolvedStack;
  readonly options: GenerateOptions;
  /** A path of the layout as the Compose file has to write it. */
  readonly source: (path: string) => string;
}

/** The context of a definition; `undefined` for one that was put together without a stack. */
export function composeContext(
  definition: ResolvedDefinition,
  options: GenerateOptions,
): ComposeContext | undefined {
  const { stack } = definition;
  if (!stack) return undefined;
  const layout = layoutOf(definition);
  const folder = posix.dirname(layout.compose);
  const source = (path: string): string => {
    if (posix.isAbsolute(path)) return path;
    const relative = posix.relative(folder, path);
    return relative === '' ? '.' : relative.startsWith('../') ? relative : `./${relative}`;
  };
  return { definition, layout, stack, options, source };
}

/** A read-only mount of a generated file or folder. */
export function readOnlyMount({ source }: ComposeContext, path: string, target: string): string {
  return `${source(path)}:${target}:ro`;
}

/**
 * Where a file that another one names by a relative path stands in a container, where the other one is
 * at `mounted`.
 */
export function besideMounted(config: string, mounted: string, path: string): string {
  return posix.resolve(posix.dirname(mounted), posix.relative(posix.dirname(config), path));
}
