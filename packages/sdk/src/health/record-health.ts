import type { Kit, MonitoringDefinition } from '@telltale/definition';
import { bindKit } from '../kits/kit-binding.ts';
import { StateSetHandle } from '../metrics/state-set.ts';
import type { Registry } from '../registry/registry.ts';
import type { HealthState } from './health-state.ts';

/**
 * Records health into the metrics of the health kit: each check when it has run, the whole at each scrape, which
 * runs the checks whose results have become old. So it is seen, whether or not an orchestrator asks.
 */
export function recordHealth(definition: MonitoringDefinition, registry: Registry, state: HealthState): void {
  const binding = bindKit(definition, registry, 'health');
  if (!binding.kit) return;
  const status = binding.gauge('status');
  const checks = binding.gauge('checks');
  const duration = binding.histogram('duration');
  const whole = stateSet(binding.kit, registry);
  state.onResult((check, { hasPassed, durationMs }) => {
    checks.set({ check }, hasPassed ? 1 : 0);
    duration.observe({ check }, durationMs / 1000);
  });
  registry.attach(() => ({
    metrics: () => [],
    collect: async () => {
      if (!state.hasChecks) return;
      const report = await state.report('health');
      status.set({}, report.status === 'unhealthy' ? 0 : 1);
      whole?.set(report.status);
    },
    collectFailed: (error) => {
      registry.diagnostics.drop(
        'collect_failed',
        'health',
        () => `health could not be read: ${String(error)}`,
      );
    },
  }));
}

function stateSet({ metrics, roles }: Kit, registry: Registry): StateSetHandle | undefined {
  const name = roles['state'];
  if (name === undefined || !Object.hasOwn(metrics, name)) return undefined;
  const instrument = registry.add(name, metrics[name]);
  return instrument instanceof StateSetHandle ? instrument : undefined;
}
