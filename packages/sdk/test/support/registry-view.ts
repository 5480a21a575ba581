import { parseExposition } from '@telltale/model';
import type { Diagnostic, Registry } from '@telltale/sdk';

/** The value of each exposed series of one metric. */
export function valuesOf(registry: Registry, metric: string): Record<string, number> {
  const { families } = parseExposition(registry.expose());
  const samples = families.filter(({ name }) => name === metric).flatMap((family) => family.samples);
  return Object.fromEntries(samples.map(({ labels, value }) => [String(labels), value]));
}

/** How many measurements were dropped for a reason. */
export function dropped(registry: Registry, reason: string): number {
  return valuesOf(registry, 'telltale_sdk_dropped_total')[`telltale_sdk_dropped_total{reason="${reason}"}`];
}

/** What was told so far, and what will be told. */
export function diagnosticsOf(registry: Registry): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  registry.onDiagnostic((diagnostic) => diagnostics.push(diagnostic));
  return diagnostics;
}

/** What a caller without types could pass. */
export interface Untyped {
  inc(labels?: unknown, step?: unknown): void;
  set(labels?: unknown, value?: unknown): void;
  observe(labels?: unknown, value?: unknown): void;
  collect(read: unknown): void;
}

/** An instrument as callers without types see it. */
export function untyped(instrument: unknown): Untyped {
  return instrument as Untyped;
}
