import type { MonitoringDefinition, ResolvedHealth } from '@telltale/definition';
import { healthPlan } from '@telltale/definition';
import type { PageServer } from '../http/page-server.ts';
import type { Registry } from '../registry/registry.ts';
import type { Health } from './health.ts';
import { createHealth } from './health.ts';
import type { HealthPage } from './health-page.ts';
import { healthPage } from './health-page.ts';
import { HealthState } from './health-state.ts';
import { recordHealth } from './record-health.ts';

/** The health of a service with what the rest of the SDK needs of it. */
export interface ServiceHealth {
  readonly health: Health;
  readonly state: HealthState;
  readonly page: HealthPage;
  readonly plan: ResolvedHealth;
  /** Closes the servers for probes and ends the checks in the background. */
  close(): Promise<void>;
}

/** The health that a definition declares, recorded into its kit. What is wrong with the section is told. */
export function createServiceHealth(definition: MonitoringDefinition, registry: Registry): ServiceHealth {
  const { health: plan, faults } = healthPlan(definition);
  const { diagnostics } = registry;
  for (const { path, message } of faults) diagnostics.tell('invalid_declaration', path, () => message);
  const state = new HealthState(plan, diagnostics);
  const page = healthPage(state, plan, definition.health !== undefined);
  const servers = new Set<PageServer>();
  recordHealth(definition, registry, state);
  return {
    health: createHealth(state, plan, page, diagnostics, (server) => servers.add(server)),
    state,
    page,
    plan,
    close: async () => {
      state.stop();
      await Promise.all([...servers].map((server) => server.close()));
    },
  };
}
