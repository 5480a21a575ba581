import { dirname, join } from 'node:path';
import { nodeModule } from '../../platform/node-modules.ts';

/** The packages of OpenTelemetry that traces are made with. */
export interface OpenTelemetry {
  readonly api: typeof import('@opentelemetry/api');
  readonly core: typeof import('@opentelemetry/core');
  readonly hooks: typeof import('@opentelemetry/context-async-hooks');
  readonly resources: typeof import('@opentelemetry/resources');
  readonly sdk: typeof import('@opentelemetry/sdk-trace');
}

const NAMES: Readonly<Record<keyof OpenTelemetry, string>> = {
  api: '@opentelemetry/api',
  core: '@opentelemetry/core',
  hooks: '@opentelemetry/context-async-hooks',
  resources: '@opentelemetry/resources',
  sdk: '@opentelemetry/sdk-trace',
};

/** What a program without some of the packages is to do. */
const INSTALL = `npm install ${Object.values(NAMES).join(' ')}`;

/** What was found of the packages. */
export type LoadedPackages =
  | { readonly packages: OpenTelemetry }
  /** Why there are none, in a sentence for people. */
  | { readonly packages: undefined; readonly reason: string };

/**
 * Loads the packages, which takes some fifty milliseconds: only where traces are on. They are looked for beside the
 * SDK, beside the program and in the working folder, all of them from the same place.
 */
export function loadOpenTelemetry(folders: readonly string[] = usualFolders()): LoadedPackages {
  let missing = Object.values(NAMES);
  for (const folder of folders) {
    const load = nodeModule().createRequire(join(folder, 'package.json'));
    const absent = Object.values(NAMES).filter((name) => !isThere(load, name));
    if (absent.length === 0) return loadFrom(load);
    if (absent.length < missing.length) missing = absent;
  }
  const reason = `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} not installed: ${INSTALL}`;
  return { packages: undefined, reason };
}

function loadFrom(load: NodeJS.Require): LoadedPackages {
  try {
    const packages = Object.fromEntries(Object.entries(NAMES).map(([key, name]) => [key, load(name)]));
    // Each is what its name says.
    return { packages: packages as unknown as OpenTelemetry };
  } catch (error) {
    return { packages: undefined, reason: `a package of OpenTelemetry cannot be loaded: ${String(error)}` };
  }
}

function isThere(load: NodeJS.Require, name: string): boolean {
  try {
    load.resolve(name);
    return true;
  } catch {
    return false;
  }
}

function usualFolders(): string[] {
  // The CommonJS build has no `import.meta`.
  const own = typeof __dirname === 'string' ? __dirname : import.meta.dirname;
  const [, program] = process.argv;
  return [own, ...(program === undefined ? [] : [dirname(program)]), process.cwd()];
}
