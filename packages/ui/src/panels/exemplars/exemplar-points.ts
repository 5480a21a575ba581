import type { BatchExemplar } from '@telltale/station/contract';
import uPlot from 'uplot';
import { isMeasured } from './exemplar-query.ts';

/** Half the height of a point. */
const REACH_PX = 3.5;
/** How near the pointer has to be. */
const NEAR_PX = 9;

/** What points are drawn with: their colour, and what sets them apart from lines. */
interface ExemplarColours {
  readonly exemplar: string;
  readonly surface: string;
}

/** Where a point stands in the plot, and whether its value lies above the axis. */
interface Place {
  readonly x: number;
  readonly y: number;
  readonly isAbove: boolean;
}

/**
 * Draws measurements over the lines: diamonds, and at the upper edge triangles for those above the axis. They are told
 * from lines and from one another by their shape, not by a colour.
 */
export function drawExemplars(
  plot: uPlot,
  exemplars: readonly BatchExemplar[],
  unit: string,
  theme: ExemplarColours,
): void {
  if (exemplars.length === 0) return;
  const { ctx } = plot;
  const reach = REACH_PX * uPlot.pxRatio;
  ctx.save();
  ctx.fillStyle = theme.exemplar;
  ctx.strokeStyle = theme.surface;
  ctx.lineWidth = uPlot.pxRatio;
  ctx.setLineDash([]);
  // Quieter than the lines: they are where to look next, not what is looked at.
  ctx.globalAlpha = 0.7;
  for (const one of exemplars) {
    const place = placeOf(plot, one, unit, true);
    if (place === undefined) continue;
    const { x, y, isAbove } = place;
    ctx.beginPath();
    ctx.moveTo(x, y - reach);
    ctx.lineTo(x + reach, isAbove ? y + reach : y);
    if (!isAbove) ctx.lineTo(x, y + reach);
    ctx.lineTo(x - reach, isAbove ? y + reach : y);
    ctx.closePath();
    ctx.fill();
    ctx.stroke();
  }
  ctx.restore();
}

/** The measurement under the pointer, by its index. */
export function exemplarAt(
  plot: uPlot,
  exemplars: readonly BatchExemplar[],
  unit: string,
): number | undefined {
  const { left = -1, top = -1 } = plot.cursor;
  let nearest: number | undefined;
  let least = NEAR_PX;
  exemplars.forEach((one, i) => {
    const place = placeOf(plot, one, unit, false);
    if (place === undefined) return;
    const distance = Math.hypot(place.x - left, place.y - top);
    if (distance > least) return;
    least = distance;
    nearest = i;
  });
  return nearest;
}

/** Where a measurement stands within the plot's area, in pixels of the page. */
export function exemplarSpot(
  plot: uPlot,
  one: BatchExemplar,
  unit: string,
): { readonly x: number; readonly y: number } | undefined {
  return placeOf(plot, one, unit, false);
}

/** `isCanvas`: in the pixels of the canvas; else in those of the page, within the plot's area. */
function placeOf(
  plot: uPlot,
  { atMs, value }: BatchExemplar,
  unit: string,
  isCanvas: boolean,
): Place | undefined {
  const { min, max } = plot.scales['y'];
  const { min: from, max: to } = plot.scales['x'];
  if (min === undefined || max === undefined || min === null || max === null) return undefined;
  if (from === undefined || to === undefined || atMs < from || atMs > to) return undefined;
  const ratio = isCanvas ? uPlot.pxRatio : 1;
  const height = plot.bbox.height / uPlot.pxRatio;
  const top = isCanvas ? plot.bbox.top : 0;
  const x = plot.valToPos(atMs, 'x', isCanvas);
  const inset = REACH_PX * ratio;
  const isAbove = isMeasured(unit) && value > max;
  if (isAbove) return { x, y: top + inset, isAbove };
  const bottom = top + height * ratio - inset;
  const y = isMeasured(unit) ? plot.valToPos(value, 'y', isCanvas) : bottom;
  return { x, y: Math.min(y, bottom), isAbove };
}
