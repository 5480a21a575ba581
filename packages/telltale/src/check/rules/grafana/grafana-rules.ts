import type { CheckRule } from '../../check-rule.ts';
import { grafanaDsUid } from './ds-uid.ts';
import { grafanaNoDatasource } from './no-datasource.ts';
import { grafanaNoProvisioning } from './no-provisioning.ts';
import { grafanaProviderMissing } from './provider-missing.ts';
import { grafanaPrune } from './prune.ts';
import { grafanaTwoDefaults } from './two-defaults.ts';
import { grafanaUiUpdates } from './ui-updates.ts';

/** Rules of the provisioning of Grafana. */
export const GRAFANA_RULES: readonly CheckRule[] = [
  grafanaDsUid,
  grafanaNoDatasource,
  grafanaNoProvisioning,
  grafanaProviderMissing,
  grafanaPrune,
  grafanaTwoDefaults,
  grafanaUiUpdates,
];
