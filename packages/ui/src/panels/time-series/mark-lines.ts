import type { Annotation } from '@telltale/station/contract';
import uPlot from 'uplot';
import type { ChartTheme } from './chart-theme.ts';

/** Something that happened, as a chart shows it. */
export type ChartMark = Pick<Annotation, 'kind' | 'title' | 'atMs' | 'endMs'>;

/** Draws what happened: a line where it began, and a faint band for as long as it lasted. */
export function drawMarks(plot: uPlot, marks: readonly ChartMark[], theme: ChartTheme): void {
  const { ctx, bbox } = plot;
  const right = bbox.left + bbox.width;
  ctx.save();
  for (const { kind, atMs, endMs } of marks) {
    const from = plot.valToPos(atMs, 'x', true);
    const to = endMs === null ? from : plot.valToPos(endMs, 'x', true);
    if (to < bbox.left || from > right) continue;
    const isBad = kind === 'alert' || kind === 'incident';
    if (endMs !== null && isBad) {
      const left = Math.max(bbox.left, from);
      ctx.fillStyle = theme.thresholdBand;
      ctx.fillRect(left, bbox.top, Math.min(right, to) - left, bbox.height);
    }
    if (from < bbox.left) continue;
    ctx.strokeStyle = isBad ? theme.severity.critical : theme.severity.info;
    ctx.lineWidth = uPlot.pxRatio;
    ctx.setLineDash(kind === 'deployment' ? [] : [2 * uPlot.pxRatio, 2 * uPlot.pxRatio]);
    ctx.beginPath();
    ctx.moveTo(Math.round(from), bbox.top);
    ctx.lineTo(Math.round(from), bbox.top + bbox.height);
    ctx.stroke();
  }
  ctx.restore();
}
