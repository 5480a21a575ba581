import type { MonitoringDefinition } from '@telltale/definition';
import { bindKit } from '../kits/kit-binding.ts';
import { trackedCachesOf } from '../kits/tracked-caches.ts';
import type { Registry } from '../registry/registry.ts';
import { recordEventLoopLag, recordGarbageCollection, recordUtilization } from './event-loop-recorder.ts';
import { recordMemory } from './memory-recorder.ts';
import { recordProcess } from './process-recorder.ts';

/** Stops what records the runtime. */
export type StopRecording = () => void;

/**
 * Records figures of the process, its memory and its event loop into the metrics of the Node.js runtime kit:
 * most of them when they are scraped. Nothing of it keeps the process alive. Without the kit it does nothing.
 */
export function recordRuntime(definition: MonitoringDefinition, registry: Registry): StopRecording {
  const binding = bindKit(definition, registry, 'node-runtime');
  const { kit } = binding;
  if (!kit) return () => undefined;
  recordProcess(binding);
  recordMemory(binding, trackedCachesOf(registry));
  recordUtilization(binding);
  // Observing costs something even when nobody reads it.
  const roles = Object.keys(kit.roles);
  const stopGc = roles.includes('gcDuration') ? recordGarbageCollection(binding) : undefined;
  const stopLag = roles.some((role) => role.startsWith('lag')) ? recordEventLoopLag(binding) : undefined;
  return () => {
    stopGc?.();
    stopLag?.();
  };
}
