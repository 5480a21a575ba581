import type { CompileRegexp, LogStore, TraceStore } from '@telltale/model';
import { MemoryLogStore, MemoryTraceStore } from '@telltale/model';
import { compileSearch } from '@telltale/promql';

/** The stores of what is not metrics. */
export interface SignalStores {
  readonly logs: LogStore;
  readonly traces: TraceStore;
}

/** Opens the stores of logs and traces. */
export async function openSignalStores(): Promise<SignalStores> {
  return { logs: new MemoryLogStore(compileRegexp), traces: new MemoryTraceStore(compileRegexp) };
}

/** Ends what is under way and closes both. */
export async function closeSignalStores({ logs, traces }: SignalStores): Promise<void> {
  await Promise.all([logs.close(), traces.close()]);
}

const compileRegexp: CompileRegexp = (pattern, scope) => {
  const search = compileSearch(scope === 'whole' ? `^(?:${pattern})$` : pattern);
  return (text) => search.isIn(text);
};
