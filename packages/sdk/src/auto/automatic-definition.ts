import { pathToFileURL } from 'node:url';
import type { MonitoringDefinition } from '@telltale/definition';
import { defineMonitoring, httpServer, nodeRuntime } from '@telltale/definition';
import { findUpward } from '../platform/find-upward.ts';
import { programName } from '../platform/program-name.ts';

const CONFIG_NAMES = ['ts', 'mts', 'js', 'mjs', 'cjs'].map((ending) => `telltale.config.${ending}`);

/** A configuration that has not been loaded by then is left behind: the application waits for it. */
const LOAD_TIMEOUT_MS = 5000;

/**
 * The definition of the application in a folder: `telltale.config.ts` (or `.js`, `.mjs` …) there or above,
 * otherwise HTTP servers, the Node.js runtime and traces under the name in `package.json`. What is wrong with a
 * configuration is told, and the application starts without it.
 */
export async function automaticDefinition(
  folder: string,
  tell: (message: string) => void,
): Promise<MonitoringDefinition> {
  const file = findUpward(folder, CONFIG_NAMES);
  if (file === undefined) return defaultDefinition(folder);
  try {
    const { default: definition } = await withinTime(import(pathToFileURL(file).href));
    if (isDefinition(definition)) return definition;
    throw new Error('its default export is no definition: write `export default defineMonitoring({ … })`');
  } catch (error) {
    tell(`${file} is not used: ${firstLine(error)}`);
    return defaultDefinition(folder);
  }
}

function defaultDefinition(folder: string): MonitoringDefinition {
  return defineMonitoring({ service: programName(folder), kits: [httpServer(), nodeRuntime()], traces: {} });
}

function isDefinition(value: unknown): value is MonitoringDefinition {
  return Reflect.get(Object(value), 'kind') === 'telltale.definition';
}

function withinTime(loaded: Promise<Record<string, unknown>>): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    const message = `it has not been loaded after ${LOAD_TIMEOUT_MS / 1000} seconds`;
    const timer = setTimeout(() => reject(new Error(message)), LOAD_TIMEOUT_MS);
    loaded.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0];
}
