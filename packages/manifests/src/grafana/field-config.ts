import type { ResolvedPanel, ResolvedThreshold } from '@telltale/definition';
import type { FieldConfigModel, FieldOverride } from './dashboard-model.ts';
import { grafanaUnit } from './grafana-unit.ts';
import { refIdOf } from './panel-targets.ts';
import { statusOverrides, thresholdSteps } from './status-colours.ts';

/** Kinds whose series differ by colour; the others take that of their thresholds. */
const COLOUR_PER_SERIES: ReadonlySet<ResolvedPanel['kind']> = new Set(['timeseries', 'heatmap', 'pie']);

/** How the values of a panel are shown: unit, scale, thresholds and colours. */
export function fieldConfig(panel: ResolvedPanel): FieldConfigModel {
  const thresholds = thresholdsOf(panel);
  const isShare = panel.unit === 'ratio' || panel.unit === 'percent';
  // A gauge without ends has no scale; a share has natural ones.
  const needsEnds =
    panel.kind === 'gauge' || (isShare && (panel.kind === 'stat' || panel.kind === 'bar-gauge'));
  const min = panel.min ?? (needsEnds ? 0 : undefined);
  const max = panel.max ?? (needsEnds ? endOfScale(panel.unit, thresholds) : undefined);
  const custom = customStyle(panel, thresholds.length > 0);
  return {
    defaults: {
      unit: grafanaUnit(panel.unit),
      ...(min !== undefined && { min }),
      ...(max !== undefined && { max }),
      color: { mode: COLOUR_PER_SERIES.has(panel.kind) ? 'palette-classic' : 'thresholds' },
      thresholds: { mode: 'absolute', steps: thresholdSteps(thresholds) },
      ...(custom && { custom }),
    },
    overrides: [
      ...statusOverrides(panel.queries.map(({ legend }) => legend)),
      ...(panel.kind === 'timeseries' ? queryOverrides(panel) : []),
    ],
  };
}

function thresholdsOf({ thresholds, threshold }: ResolvedPanel): readonly ResolvedThreshold[] {
  return thresholds ?? (threshold === undefined ? [] : [{ value: threshold, severity: 'warning' }]);
}

function endOfScale(unit: string, thresholds: readonly ResolvedThreshold[]): number {
  if (unit === 'ratio') return 1;
  const highest = Math.max(0, ...thresholds.map(({ value }) => value));
  // A third above the highest threshold leaves room to see how far beyond it a value is.
  return highest === 0 ? 100 : highest * 1.5;
}

function customStyle(
  panel: ResolvedPanel,
  hasThresholds: boolean,
): Readonly<Record<string, unknown>> | undefined {
  if (panel.kind === 'state-timeline') return { lineWidth: 0, fillOpacity: 70 };
  return panel.kind === 'timeseries' ? chartStyle(panel, hasThresholds) : undefined;
}

const FILL_OPACITY: Readonly<Record<NonNullable<ResolvedPanel['draw']>, number>> = {
  lines: 10,
  area: 40,
  bars: 80,
};

/** Grafana draws no zero for what is not there: there, it is a gap. */
function chartStyle(
  { draw = 'lines', isStacked = false, nulls }: ResolvedPanel,
  hasThresholds: boolean,
): Readonly<Record<string, unknown>> {
  return {
    drawStyle: draw === 'bars' ? 'bars' : 'line',
    lineWidth: 1,
    fillOpacity: FILL_OPACITY[draw],
    showPoints: 'auto',
    spanNulls: nulls === 'connected',
    ...(isStacked && { stacking: { mode: 'normal', group: 'A' } }),
    thresholdsStyle: { mode: hasThresholds ? 'dashed' : 'off' },
  };
}

/** Queries on the right axis, with its unit; queries of an earlier time, dotted. */
function queryOverrides({ queries, unit, rightUnit = unit }: ResolvedPanel): readonly FieldOverride[] {
  return queries.flatMap(({ axis, isBaseline }, index) => {
    const properties = [
      ...(axis === 'right'
        ? [
            { id: 'custom.axisPlacement', value: 'right' },
            { id: 'unit', value: grafanaUnit(rightUnit) },
          ]
        : []),
      ...(isBaseline ? [{ id: 'custom.lineStyle', value: { fill: 'dot', dash: [0, 10] } }] : []),
    ];
    const matcher = { id: 'byFrameRefID', options: refIdOf(index) } as const;
    return properties.length > 0 ? [{ matcher, properties }] : [];
  });
}
