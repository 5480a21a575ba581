import { onTestFinished } from 'vitest';
import type { TracesDeclaration } from '@telltale/definition';
import { createRegistry } from '@telltale/sdk';
import type { Registry } from '@telltale/sdk';
import { createTracing } from '../../src/traces/create-tracing.ts';
import type { TracesOptions } from '../../src/traces/settings/traces-options.ts';
import type { Tracing } from '../../src/traces/tracing.ts';

/** Tracing of a service `shop`, until the test has ended. */
export function startTracing(
  traces: TracesDeclaration,
  options: TracesOptions = {},
  environment: Readonly<Record<string, string>> = {},
): { readonly tracing: Tracing; readonly registry: Registry } {
  const registry = createRegistry();
  const definition = { service: 'shop', traces };
  const tracing = createTracing({ endTimeoutMs: 2000, ...options }, { definition, registry, environment });
  onTestFinished(() => tracing.shutdown());
  return { tracing, registry };
}
