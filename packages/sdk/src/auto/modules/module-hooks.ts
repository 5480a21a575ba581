import { nodeModule } from '../../platform/node-modules.ts';
import type { ModulePatch } from './module-patch.ts';

/** Marks the address that a file's own text is loaded from, where the file itself stands for what was changed of it. */
const ORIGINAL = '?telltale-original';

/** Where the text that is added to files finds the patches. */
const PATCHES = Symbol.for('telltale.patches');
const PATCHES_TEXT = `globalThis[Symbol.for('telltale.patches')]`;

type Exports = Readonly<Record<string, unknown>>;

interface PatchCalls {
  /** A file of CommonJS has run. */
  commonJs(key: string, module: { exports: unknown }): void;
  /** A file of ES modules has run; gives what is exported in place of it. */
  esModule(key: string, exports: Exports): Exports;
}

/**
 * Changes packages when the program loads them, by `import` or `require`. What was loaded before cannot be changed:
 * it is told, as is a patch that fails.
 */
export function hookModules(patches: readonly ModulePatch[], tell: (message: string) => void): void {
  const byKey = new Map(patches.flatMap((patch) => patch.files.map((file) => [keyOf(patch, file), patch])));
  const calls = patchCalls(byKey, tell);
  Reflect.set(globalThis, PATCHES, calls);
  const loaded = new Set<string>();
  const { registerHooks } = nodeModule();
  registerHooks({
    resolve: (specifier, context, next) => {
      const resolved = next(specifier, context);
      const key = keyIn(resolved.url, byKey);
      if (key !== undefined) setImmediate(() => tellIfEarly(key, byKey, loaded, tell));
      return resolved;
    },
    load: (url, context, next) => {
      const key = keyIn(url, byKey);
      if (key === undefined) {
        return url.endsWith(ORIGINAL) ? next(url.slice(0, -ORIGINAL.length), context) : next(url, context);
      }
      loaded.add(key);
      const file = next(url, context);
      if (file.format === 'module') return { ...file, source: esModuleText(url, key, file.source) };
      return { ...file, source: commonJsText(key, file.source) };
    },
  });
}

/** Of each package that is loaded already, what is lost by it. */
export function earlyPackages(names: readonly string[]): readonly string[] {
  const files = Object.keys(nodeModule().createRequire(`${process.cwd()}/package.json`).cache);
  return names.filter((name) => files.some((file) => slashed(file).includes(`/node_modules/${name}/`)));
}

function tellIfEarly(
  key: string,
  patches: ReadonlyMap<string, ModulePatch>,
  loaded: Set<string>,
  tell: (message: string) => void,
): void {
  if (loaded.has(key)) return;
  loaded.add(key);
  tell(tooEarly(patches.get(key)?.name ?? key));
}

/** What is told of a package that was there before us. */
export function tooEarly(name: string): string {
  return `${name} was loaded before telltale, which cannot see into it: put --import @telltale/sdk/auto in front of everything else`;
}

function patchCalls(patches: ReadonlyMap<string, ModulePatch>, tell: (message: string) => void): PatchCalls {
  const changed = (key: string, exports: Exports): Exports => {
    try {
      return patches.get(key)?.patch(exports) ?? {};
    } catch (error) {
      tell(`${patches.get(key)?.name ?? key} is not what it was expected to be: ${String(error)}`);
      return {};
    }
  };
  return {
    commonJs: (key, module) => {
      if (typeof module.exports !== 'object' && typeof module.exports !== 'function') return;
      // A function, or an object: both have properties.
      const exports = module.exports as Exports;
      const replaced = changed(key, exports);
      if (Object.keys(replaced).length === 0) return;
      // Getters cannot be replaced in place.
      module.exports = { ...exports, ...replaced };
    },
    esModule: (key, exports) => changed(key, exports),
  };
}

/** Runs the patch behind the file's own text, when everything is exported. */
function commonJsText(key: string, source: unknown): string {
  return `${textOf(source)}\n;${PATCHES_TEXT}?.commonJs(${JSON.stringify(key)}, module);\n`;
}

/** Exports all of the original, and in place of some names what the patch gives for them. */
function esModuleText(url: string, key: string, source: unknown): string {
  const from = JSON.stringify(url + ORIGINAL);
  const names = exportedNames(textOf(source));
  return `import * as original from ${from};
export * from ${from};
const changed = ${PATCHES_TEXT}?.esModule(${JSON.stringify(key)}, original) ?? {};
${names.map((name) => `const own_${name} = changed.${name} ?? original.${name};`).join('\n')}
export { ${names.map((name) => `own_${name} as ${name}`).join(', ')} };
`;
}

/** Names in lists such as `export { Context, Hono }`. */
function exportedNames(source: string): string[] {
  const names = [...source.matchAll(/export\s*\{([^}]*)\}/g)].flatMap(([, list]) =>
    list.split(',').map(
      (entry) =>
        entry
          .trim()
          .split(/\s+as\s+/)
          .at(-1) ?? '',
    ),
  );
  return [...new Set(names.filter((name) => /^[A-Za-z_$][\w$]*$/.test(name) && name !== 'default'))];
}

function textOf(source: unknown): string {
  if (typeof source === 'string') return source;
  return source instanceof Uint8Array ? Buffer.from(source).toString('utf8') : '';
}

function keyOf({ name }: ModulePatch, file: string): string {
  return `${name}/${file}`;
}

function keyIn(url: string, patches: ReadonlyMap<string, ModulePatch>): string | undefined {
  const at = url.lastIndexOf('/node_modules/');
  if (at === -1) return undefined;
  const key = url.slice(at + '/node_modules/'.length);
  return patches.has(key) ? key : undefined;
}

function slashed(file: string): string {
  return file.replaceAll('\\', '/');
}
