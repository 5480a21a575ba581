import type { Panel } from '@telltale/station/contract';

/** Room above the highest of what a scale must hold, where nobody says how far it goes. */
const HEADROOM = 1.25;

/** The ends of a gauge: as the panel says, naturally for shares, else what holds values and thresholds. */
export function scaleOf(
  panel: Pick<Panel, 'unit' | 'min' | 'max' | 'thresholds'>,
  values: readonly (number | null)[],
): { readonly min: number; readonly max: number } {
  const present = values.flatMap((value) => (value !== null && Number.isFinite(value) ? [value] : []));
  const thresholds = (panel.thresholds ?? []).map(({ value }) => value);
  const min = panel.min ?? Math.min(0, ...present);
  if (panel.max !== undefined) return { min, max: panel.max };
  const highest = Math.max(0, ...present);
  if (panel.unit === 'ratio' && highest <= 1) return { min, max: 1 };
  const max = Math.max(highest, ...thresholds) * HEADROOM;
  return { min, max: max > min ? max : min + 1 };
}
