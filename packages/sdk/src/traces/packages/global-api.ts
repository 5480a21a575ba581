import type { TextMapPropagator, TracerProvider } from '@opentelemetry/api';
import type { OpenTelemetry } from './open-telemetry.ts';

/*
 * All copies of OpenTelemetry's API in a process share what is registered globally; that is how instrumentations find
 * the SDK. What is there already stays.
 */

/** Where the copies of version 1 of the API keep what is registered. */
const API = Symbol.for('opentelemetry.js.api.1');

type Registered = { readonly [Part in 'context' | 'trace' | 'propagation']?: unknown };

function registered(): Registered {
  return (Reflect.get(globalThis, API) as Registered | undefined) ?? {};
}

/** The provider of tracers that is registered; nothing where there is none. */
export function registeredProvider({ api }: Pick<OpenTelemetry, 'api'>): TracerProvider | undefined {
  if (registered().trace === undefined) return undefined;
  const provider = api.trace.getTracerProvider();
  return 'getDelegate' in provider && typeof provider.getDelegate === 'function'
    ? (provider.getDelegate() as TracerProvider)
    : provider;
}

/**
 * Registers what contexts are carried along with, unless something is. It stays when tracing ends: spans of others
 * would lose their parents.
 */
export function registerContext({ api, hooks }: Pick<OpenTelemetry, 'api' | 'hooks'>): void {
  if (registered().context !== undefined) return;
  api.context.setGlobalContextManager(new hooks.AsyncLocalStorageContextManager().enable());
}

/** Registers a provider and what tells other programs of traces; the result takes the provider back. */
export function registerProvider(
  { api }: Pick<OpenTelemetry, 'api'>,
  provider: TracerProvider,
  propagator: TextMapPropagator,
): () => void {
  const isPropagating =
    registered().propagation === undefined && api.propagation.setGlobalPropagator(propagator);
  const isProviding = registered().trace === undefined && api.trace.setGlobalTracerProvider(provider);
  return () => {
    if (isPropagating) api.propagation.disable();
    if (isProviding && registeredProvider({ api }) === provider) api.trace.disable();
  };
}
