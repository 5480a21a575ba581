/** A point in the middle of an arc's stroke, and the path between two shares of the whole gauge. */
const CENTRE = 50;
/** The gauge is open below: it goes from 150° to 390°, clockwise from the right. */
const START_DEGREES = 150;
const SWEEP_DEGREES = 240;

/** An SVG path in a box of 100 × 78, from one share of the gauge to another; shares go from 0 to 1. */
export function arcPath(from: number, to: number, radius: number): string {
  const [start, end] = [clamp(from), clamp(to)];
  if (end <= start) return '';
  const large = (end - start) * SWEEP_DEGREES > 180 ? 1 : 0;
  return `M${point(start, radius)}A${radius} ${radius} 0 ${large} 1 ${point(end, radius)}`;
}

/** Where a value stands between the ends of a scale, from 0 to 1. */
export function shareOf(value: number, min: number, max: number): number {
  return max > min ? clamp((value - min) / (max - min)) : 0;
}

function point(share: number, radius: number): string {
  const radians = ((START_DEGREES + share * SWEEP_DEGREES) * Math.PI) / 180;
  return `${(CENTRE + radius * Math.cos(radians)).toFixed(2)} ${(CENTRE + radius * Math.sin(radians)).toFixed(2)}`;
}

function clamp(share: number): number {
  return Math.min(1, Math.max(0, share));
}
