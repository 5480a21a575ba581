import { nodeModule } from '../../platform/node-modules.ts';

/** Packages whose first import is to be preceded, by how a program that has none of them is helped. */
const waiting = new Map<string, NodeJS.Require>();
let isHooked = false;

/**
 * Lets instrumentations, which see what is loaded by `require`, see what a program imports: a package of CommonJS is
 * required just before its first `import`, which then finds it loaded, and instrumented in place.
 */
export function requireBeforeImport(packages: readonly string[], load: NodeJS.Require): void {
  for (const name of packages) waiting.set(name, load);
  if (isHooked || packages.length === 0) return;
  isHooked = true;
  nodeModule().registerHooks({
    resolve: (specifier, context, next) => {
      const otherwise = waiting.get(specifier);
      if (otherwise) {
        // Before it is required, which comes here again.
        waiting.delete(specifier);
        requireFrom(specifier, context.parentURL, otherwise);
      }
      return next(specifier, context);
    },
  });
}

/** From where the program imports it, which may have a copy of its own. What fails here fails in the import as well. */
function requireFrom(specifier: string, parent: string | undefined, otherwise: NodeJS.Require): void {
  try {
    const isFile = parent?.startsWith('file:') === true;
    const load = isFile ? nodeModule().createRequire(parent) : otherwise;
    load(specifier);
  } catch {}
}
