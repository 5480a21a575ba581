import { existsSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { resolveDefinition } from '@telltale/definition';
import type { MonitoringDefinition, ResolvedDefinition, WorkspaceDefinition } from '@telltale/definition';
import { TelltaleError } from '@telltale/model';
import { compileRelabelRegexp, parseExpr } from '@telltale/promql';

const FILE_NAMES = ['telltale.config.ts', 'telltale.config.mts', 'telltale.config.js', 'telltale.config.mjs'];
/** Makes the builders of a definition remember file and line; the SDK never sets it. */
const POSITIONS = Symbol.for('telltale.positions');

/** What a definition file has as its default export. */
type LoadableDefinition = MonitoringDefinition | WorkspaceDefinition;

/** A definition declares: one that takes longer waits for something that does not come. */
const LIMIT_MS = 30_000;

const KINDS: readonly unknown[] = ['telltale.definition', 'telltale.workspace'];

/** Which definition to load. */
export interface LoadDefinitionOptions {
  /** The file, or the folder it is in; found upwards from `cwd` where it is not given. */
  readonly config?: string | undefined;
  readonly cwd: string;
  /** The environment to resolve for, as `--env` names it; it must be declared. */
  readonly environment?: string | undefined;
  /** Variables of the process: without `environment`, `TELLTALE_ENV` names one, where any is declared. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** A definition that was loaded. */
export interface LoadedDefinition {
  /** Absolute path. */
  readonly file: string;
  readonly resolved: ResolvedDefinition;
}

/** The nearest `telltale.config.ts` in a folder or above it. */
export function findDefinition(folder: string): string | undefined {
  for (let current = resolve(folder); ; current = dirname(current)) {
    const file = definitionIn(current);
    if (file !== undefined) return file;
    if (dirname(current) === current) return undefined;
  }
}

/**
 * Runs and resolves a definition. Throws `TT_DEFINITION_NOT_FOUND`, or `TT_DEFINITION_INVALID` where
 * the file cannot be run, has no definition as its default export, or contradicts itself.
 */
export async function loadDefinition(options: LoadDefinitionOptions): Promise<LoadedDefinition> {
  const { config, cwd } = options;
  const file = locate(config, cwd);
  const definition = await importDefinition(file);
  const environment = chosenEnvironment(definition, options);
  const resolved = resolveDefinition(definition, {
    file: relative(cwd, file),
    parse: parseExpr,
    compileRegexp: compileRelabelRegexp,
    ...(environment !== undefined && { environment }),
  });
  return { file, resolved };
}

/** The variable is often set for other programs too: it says nothing to a definition without environments. */
function chosenEnvironment(
  definition: LoadableDefinition,
  { environment, env }: LoadDefinitionOptions,
): string | undefined {
  if (environment !== undefined) return environment;
  const services = definition.kind === 'telltale.workspace' ? Object.values(definition.services) : [];
  const hasAny = [definition, ...services].some(({ environments }) => Object.keys(environments).length > 0);
  return hasAny ? env?.['TELLTALE_ENV'] || undefined : undefined;
}

function locate(config: string | undefined, cwd: string): string {
  if (config === undefined) {
    const found = findDefinition(cwd);
    if (found !== undefined) return found;
    throw new TelltaleError('TT_DEFINITION_NOT_FOUND', `No telltale.config.ts in ${cwd} or above it.`);
  }
  const path = resolve(cwd, config);
  const file = definitionIn(path) ?? path;
  const stats = statSync(file, { throwIfNoEntry: false });
  if (!stats) throw new TelltaleError('TT_DEFINITION_NOT_FOUND', `There is no file ${path}.`);
  if (!stats.isDirectory()) return file;
  throw new TelltaleError('TT_DEFINITION_NOT_FOUND', `There is no telltale.config.ts in the folder ${path}.`);
}

function definitionIn(folder: string): string | undefined {
  return FILE_NAMES.map((name) => join(folder, name)).find((file) => existsSync(file));
}

async function importDefinition(file: string): Promise<LoadableDefinition> {
  Reflect.set(globalThis, POSITIONS, true);
  let module: { readonly default?: unknown };
  try {
    module = await withinLimit(import(pathToFileURL(file).href), file);
  } catch (error) {
    if (error instanceof TelltaleError && error.code === 'TT_DEFINITION_INVALID') throw error;
    const reason = error instanceof Error ? error.message : String(error);
    const place = placeOf(error, file) ?? file;
    throw new TelltaleError('TT_DEFINITION_INVALID', `${place} cannot be run: ${reason}`, {
      fix: 'The file is run as it is, with its types removed: imports need their file ending, and enums do not work.',
      cause: error,
    });
  }
  if (!isDefinition(module.default)) {
    throw new TelltaleError('TT_DEFINITION_INVALID', `${file} has no definition as its default export.`, {
      fix: 'Write `export default defineMonitoring({ … })`, or defineWorkspace for several services.',
    });
  }
  return module.default;
}

async function withinLimit<Result>(loading: Promise<Result>, file: string): Promise<Result> {
  const { promise: limit, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    const message = `${file} has not ended after ${LIMIT_MS / 1000} s`;
    const fix = 'A definition only declares: await nothing in it that waits for a server or a file.';
    reject(new TelltaleError('TT_DEFINITION_INVALID', message, { fix }));
  }, LIMIT_MS);
  try {
    return await Promise.race([loading, limit]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * `path:line:column` of an error: the line of the definition that ran, or the place of a syntax error,
 * also in a file that the definition imports, with which Node.js begins the stack.
 */
function placeOf(error: unknown, file: string): string | undefined {
  const stack = (error instanceof Error && error.stack) || '';
  const url = pathToFileURL(file).href;
  const [, ran] = stack.replaceAll(url, file).split(`${file}:`);
  if (ran !== undefined) return `${file}:${/^\d+(:\d+)?/.exec(ran)?.[0]}`;
  const parsed = /^(file:\/\/\S+?)(:\d+)\n/.exec(stack);
  return parsed ? `${fileURLToPath(parsed[1])}${parsed[2]}` : undefined;
}

function isDefinition(value: unknown): value is LoadableDefinition {
  return typeof value === 'object' && value !== null && 'kind' in value && KINDS.includes(value.kind);
}
