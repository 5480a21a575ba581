import type { PanelThreshold } from '@telltale/station/contract';
import uPlot from 'uplot';
import type { ChartTheme } from './chart-theme.ts';

/**
 * Draws thresholds as dashed lines where they lie in the chart, the worse ones with longer dashes, and a faint band
 * over the bad side of the mildest one.
 */
export function drawThresholds(plot: uPlot, thresholds: readonly PanelThreshold[], theme: ChartTheme): void {
  const { max, min } = plot.scales['y'];
  if (max === undefined || min === undefined || max === null || min === null) return;
  const { ctx } = plot;
  ctx.save();
  for (const side of ['above', 'below'] as const) {
    const values = thresholds.filter(({ isBad }) => isBad === side).map(({ value }) => value);
    const mildest = side === 'above' ? Math.min(...values) : Math.max(...values);
    if (Number.isFinite(mildest)) drawBand(plot, mildest, side, theme);
  }
  for (const { value, severity } of thresholds) {
    if (value > max || value < min) continue;
    const { left, width } = plot.bbox;
    const y = Math.round(plot.valToPos(value, 'y', true));
    ctx.strokeStyle = theme.severity[severity];
    ctx.lineWidth = uPlot.pxRatio;
    const dash = severity === 'critical' ? 8 : 4;
    ctx.setLineDash([dash * uPlot.pxRatio, 4 * uPlot.pxRatio]);
    ctx.beginPath();
    ctx.moveTo(left, y);
    ctx.lineTo(left + width, y);
    ctx.stroke();
  }
  ctx.restore();
}

function drawBand(plot: uPlot, value: number, side: PanelThreshold['isBad'], theme: ChartTheme): void {
  const { ctx, bbox } = plot;
  const bottom = bbox.top + bbox.height;
  const y = Math.min(bottom, Math.max(bbox.top, plot.valToPos(value, 'y', true)));
  ctx.fillStyle = theme.thresholdBand;
  if (side === 'above') ctx.fillRect(bbox.left, bbox.top, bbox.width, y - bbox.top);
  else ctx.fillRect(bbox.left, y, bbox.width, bottom - y);
}
