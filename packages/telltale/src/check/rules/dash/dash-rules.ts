import type { CheckRule } from '../../check-rule.ts';
import { dashDatasourceKind } from './datasource-kind.ts';
import { dashDeprecatedPanel } from './deprecated-panel.ts';
import { dashDsHardcoded } from './ds-hardcoded.ts';
import { dashDsInput } from './ds-input.ts';
import { dashDsUnknown } from './ds-unknown.ts';
import { dashDuplicateTitle } from './duplicate-title.ts';
import { dashEmptyPanel } from './empty-panel.ts';
import { dashGaugeNoMax } from './gauge-no-max.ts';
import { dashGrid } from './grid.ts';
import { dashHeavy } from './heavy.ts';
import { dashLegendAmbiguous } from './legend-ambiguous.ts';
import { dashLegendLabel } from './legend-label.ts';
import { dashNoDatasource } from './no-datasource.ts';
import { dashNoTargets } from './no-targets.ts';
import { dashNoTitle } from './no-title.ts';
import { dashPanelId } from './panel-id.ts';
import { dashPromql } from './promql.ts';
import { dashRateInterval } from './rate-interval.ts';
import { dashRefid } from './refid.ts';
import { dashRefreshTooFast } from './refresh-too-fast.ts';
import { dashSchema } from './schema.ts';
import { dashTitleDescription } from './title-description.ts';
import { dashTitleVsQuery } from './title-vs-query.ts';
import { dashTitle } from './title.ts';
import { dashTooManyPanels } from './too-many-panels.ts';
import { dashUid } from './uid.ts';
import { dashUnitVsMetric } from './unit-vs-metric.ts';
import { dashUnit } from './unit.ts';
import { dashUnknownVar } from './unknown-var.ts';
import { dashUnusedVar } from './unused-var.ts';
import { dashVariableQuery } from './variable-query.ts';
import { dashWrapper } from './wrapper.ts';

/** Rules of dashboards and panels. */
export const DASH_RULES: readonly CheckRule[] = [
  dashDatasourceKind,
  dashDeprecatedPanel,
  dashDsHardcoded,
  dashDsInput,
  dashDsUnknown,
  dashDuplicateTitle,
  dashEmptyPanel,
  dashGaugeNoMax,
  dashGrid,
  dashHeavy,
  dashLegendAmbiguous,
  dashLegendLabel,
  dashNoDatasource,
  dashNoTargets,
  dashNoTitle,
  dashPanelId,
  dashPromql,
  dashRateInterval,
  dashRefid,
  dashRefreshTooFast,
  dashSchema,
  dashTitleDescription,
  dashTitleVsQuery,
  dashTitle,
  dashTooManyPanels,
  dashUid,
  dashUnitVsMetric,
  dashUnit,
  dashUnknownVar,
  dashUnusedVar,
  dashVariableQuery,
  dashWrapper,
];
