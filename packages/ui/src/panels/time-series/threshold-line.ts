import uPlot from 'uplot';
import type { ChartTheme } from './chart-theme.ts';

/** Draws the threshold as a dashed line with a faint band above it, where it lies in the chart. */
export function drawThreshold(plot: uPlot, threshold: number | undefined, theme: ChartTheme): void {
  const { max, min } = plot.scales.y;
  if (threshold === undefined || max === undefined || min === undefined) return;
  if (threshold > max || threshold < min) return;
  const { ctx, bbox } = plot;
  const y = Math.round(plot.valToPos(threshold, 'y', true));
  ctx.save();
  ctx.fillStyle = theme.thresholdBand;
  ctx.fillRect(bbox.left, bbox.top, bbox.width, y - bbox.top);
  ctx.strokeStyle = theme.threshold;
  ctx.lineWidth = uPlot.pxRatio;
  ctx.setLineDash([4 * uPlot.pxRatio, 4 * uPlot.pxRatio]);
  ctx.beginPath();
  ctx.moveTo(bbox.left, y);
  ctx.lineTo(bbox.left + bbox.width, y);
  ctx.stroke();
  ctx.restore();
}
