import { join } from 'node:path';
import type { MeterProvider } from '@opentelemetry/api';
import type { MonitoringDefinition } from '@telltale/definition';
import { leaveSpansOf } from '../../outgoing/library-hooks.ts';
import { nodeModule } from '../../platform/node-modules.ts';
import type { Registry } from '../../registry/registry.ts';
import type { MeterProviderOptions } from '../create-meter-provider.ts';
import { createMeterProvider } from '../create-meter-provider.ts';
import { enrichingProvider } from './enriching-provider.ts';
import { PgStatements } from './pg-statements.ts';
import { redisHooks } from './redis-operations.ts';
import { requireBeforeImport } from './require-before-import.ts';

/** What {@link registerOpenTelemetry} takes. */
export interface RegisterOptions extends Omit<MeterProviderOptions, 'definition'> {
  readonly definition: MonitoringDefinition;
  /** Folder whose packages are looked for; the working folder by default. */
  readonly folder?: string;
}

/** What {@link registerOpenTelemetry} found. */
export interface Registration {
  readonly provider: MeterProvider;
  /** Packages whose instrumentation records now. */
  readonly registered: readonly string[];
  /** What is used and cannot be recorded, with what to do about it; a sentence each. */
  readonly missing: readonly string[];
  /** Ends the instrumentations. */
  readonly stop: () => void;
}

interface Instrumentation {
  setMeterProvider(provider: MeterProvider): void;
  disable(): void;
}

/** An instrumentation that is known, and the package it is for. */
interface Known {
  readonly target: string;
  readonly name: string;
  readonly exported: string;
  /** What is loaded before cannot be recorded. */
  readonly isPatched: boolean;
}

const KNOWN: readonly Known[] = [
  { target: 'pg', name: '@opentelemetry/instrumentation-pg', exported: 'PgInstrumentation', isPatched: true },
  {
    target: 'redis',
    name: '@opentelemetry/instrumentation-redis',
    exported: 'RedisInstrumentation',
    isPatched: true,
  },
  {
    target: 'undici',
    name: '@opentelemetry/instrumentation-undici',
    exported: 'UndiciInstrumentation',
    isPatched: false,
  },
];

/**
 * Registers the instrumentations of OpenTelemetry that a program has installed, for PostgreSQL, Redis and
 * outgoing HTTP: what they measure is recorded into the definition's kits, and the spans they make are those of
 * whichever tracer provider is registered: ours, where a definition with traces is instrumented. Call it before the
 * program loads these packages, as `--import @telltale/sdk/auto` does. Never throws; `missing` says what is not
 * recorded.
 *
 * Current instrumentations follow the stable conventions. `OTEL_SEMCONV_STABILITY_OPT_IN` is set to
 * `database,http` where it is not set, for the versions that still need it.
 *
 * @example
 * ```ts
 * import { createRegistry } from '@telltale/sdk';
 * import { database, defineMonitoring } from '@telltale/sdk/define';
 * import { registerOpenTelemetry } from '@telltale/sdk/opentelemetry';
 *
 * const definition = defineMonitoring({ service: 'shop', kits: [database()] });
 * const { registered, missing, stop } = registerOpenTelemetry(createRegistry(), { definition });
 * console.log(Array.isArray(registered) && Array.isArray(missing)); // true
 * stop();
 * ```
 */
export function registerOpenTelemetry(registry: Registry, options: RegisterOptions): Registration {
  const { definition, folder = process.cwd() } = options;
  process.env['OTEL_SEMCONV_STABILITY_OPT_IN'] ??= 'database,http';
  const provider = createMeterProvider(registry, options);
  const load = nodeModule().createRequire(join(folder, 'package.json'));
  const statements = new PgStatements();
  const parts = new Map<string, { config: object; provider: MeterProvider }>([
    ['pg', { config: statements.hooks, provider: enrichingProvider(provider, () => statements.take()) }],
    ['redis', { config: redisHooks(definition, registry), provider }],
    ['undici', { config: {}, provider }],
  ]);
  const missing: string[] = [];
  const running = new Map<string, Instrumentation>();
  const patched = KNOWN.filter((known) => known.isPatched && isInstalled(load, known));
  for (const known of KNOWN) {
    const part = parts.get(known.target);
    const instrumentation = part && started(load, known, part.config, missing);
    if (!part || !instrumentation) continue;
    instrumentation.setMeterProvider(part.provider);
    running.set(known.target, instrumentation);
  }
  requireBeforeImport(
    patched.map(({ target }) => target),
    load,
  );
  for (const message of missing) registry.diagnostics.tell('not_instrumented', message, () => message);
  const takeBack = running.has('undici') ? leaveSpansOf('undici') : () => undefined;
  const stop = () => {
    takeBack();
    for (const instrumentation of running.values()) instrumentation.disable();
  };
  return { provider, registered: [...running.keys()], missing, stop };
}

function isInstalled(load: NodeJS.Require, { target, name }: Known): boolean {
  return resolved(load, target) !== undefined && resolved(load, name) !== undefined;
}

function started(
  load: NodeJS.Require,
  { target, name, exported, isPatched }: Known,
  config: object,
  missing: string[],
): Instrumentation | undefined {
  const path = resolved(load, target);
  const isUsed = path !== undefined || !isPatched;
  if (!isUsed) return undefined;
  if (resolved(load, name) === undefined) {
    if (path !== undefined) missing.push(`${target} is not recorded: install ${name}`);
    return undefined;
  }
  try {
    const wasLoaded = isPatched && path !== undefined && load.cache[path] !== undefined;
    const Instrumentation: unknown = Reflect.get(load(name) as object, exported);
    if (typeof Instrumentation !== 'function') throw new Error(`it has no ${exported}`);
    if (wasLoaded) missing.push(`${target} was loaded before: start with --import @telltale/sdk/auto`);
    return Reflect.construct(Instrumentation, [config]) as Instrumentation;
  } catch (error) {
    missing.push(
      `${target} is not recorded: ${name} failed: ${error instanceof Error ? error.message : String(error)}`,
    );
    return undefined;
  }
}

function resolved(load: NodeJS.Require, name: string): string | undefined {
  try {
    return load.resolve(name);
  } catch {
    return undefined;
  }
}
