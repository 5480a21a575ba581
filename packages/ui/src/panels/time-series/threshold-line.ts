import type { PanelThreshold } from '@telltale/station/contract';
import uPlot from 'uplot';
import type { ChartTheme } from './chart-theme.ts';

/** Draws a faint band over the bad side of the mildest threshold; series are drawn over it. */
export function drawThresholdBands(
  plot: uPlot,
  thresholds: readonly PanelThreshold[],
  theme: ChartTheme,
): void {
  if (rangeOf(plot) === undefined) return;
  plot.ctx.save();
  for (const side of ['above', 'below'] as const) {
    const values = thresholds.filter(({ isBad }) => isBad === side).map(({ value }) => value);
    const mildest = side === 'above' ? Math.min(...values) : Math.max(...values);
    if (Number.isFinite(mildest)) drawBand(plot, mildest, side, theme);
  }
  plot.ctx.restore();
}

/**
 * Draws thresholds as dashed lines where they lie in the chart, in the colours of their severities, critical ones with
 * longer dashes. They lie over the series, whose areas would take their colour.
 */
export function drawThresholdLines(
  plot: uPlot,
  thresholds: readonly PanelThreshold[],
  theme: ChartTheme,
): void {
  const range = rangeOf(plot);
  if (range === undefined) return;
  const { ctx } = plot;
  ctx.save();
  for (const { value, severity } of thresholds) {
    if (value > range.max || value < range.min) continue;
    const { left, width } = plot.bbox;
    ctx.strokeStyle = theme.severity[severity];
    ctx.lineWidth = Math.max(1, Math.round(uPlot.pxRatio));
    // Between two rows of points a thin line would take half its colour from each.
    const y = Math.round(plot.valToPos(value, 'y', true)) + (ctx.lineWidth % 2) / 2;
    const dash = severity === 'critical' ? 8 : 4;
    ctx.setLineDash([dash * uPlot.pxRatio, 4 * uPlot.pxRatio]);
    ctx.beginPath();
    ctx.moveTo(left, y);
    ctx.lineTo(left + width, y);
    ctx.stroke();
  }
  ctx.restore();
}

/** What the chart's values go from and to; nothing before there are any. */
function rangeOf(plot: uPlot): { readonly min: number; readonly max: number } | undefined {
  const { min, max } = plot.scales['y'];
  if (min === undefined || max === undefined || min === null || max === null) return undefined;
  return { min, max };
}

function drawBand(plot: uPlot, value: number, side: PanelThreshold['isBad'], theme: ChartTheme): void {
  const { ctx, bbox } = plot;
  const bottom = bbox.top + bbox.height;
  const y = Math.min(bottom, Math.max(bbox.top, plot.valToPos(value, 'y', true)));
  ctx.fillStyle = theme.thresholdBand;
  if (side === 'above') ctx.fillRect(bbox.left, bbox.top, bbox.width, y - bbox.top);
  else ctx.fillRect(bbox.left, y, bbox.width, bottom - y);
}
