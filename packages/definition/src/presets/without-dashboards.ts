import type { Kit } from '../kits/kit.ts';

/** Kits whose metrics stand in a preset's own dashboards already. */
export function withoutDashboards<const Kits extends readonly Kit[]>(kits: Kits): Kits {
  // The same kits in the same order, but for what their dashboards return.
  return kits.map((kit) => ({ ...kit, dashboards: () => ({}) })) as readonly Kit[] as Kits;
}
