import type { Registry } from '../registry/registry.ts';
import type { TraceFunction } from '../traces/spans/trace-span.ts';

/** What is used of a logger. */
export interface ApmLog {
  undeclaredEvent(name: string, fields?: Readonly<Record<string, unknown>>): void;
  error(fields: unknown, message?: string): void;
}

/** What of a service's instruments the bridge records with: `instrument(definition)` has it all. */
export interface ApmContext {
  readonly registry: Registry;
  readonly log?: ApmLog;
  readonly trace?: TraceFunction;
}
