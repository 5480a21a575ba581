import type { CheckRule } from '../../check-rule.ts';

/** Rules of the provisioning of Grafana. */
export const GRAFANA_RULES: readonly CheckRule[] = [];
