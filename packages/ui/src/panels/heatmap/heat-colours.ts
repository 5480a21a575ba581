/** Cividis in nine steps: even in lightness, and told apart by people who see fewer colours. */
const STEPS: readonly (readonly [number, number, number])[] = [
  [0, 32, 76],
  [0, 48, 111],
  [57, 72, 107],
  [87, 93, 109],
  [112, 113, 115],
  [138, 134, 120],
  [165, 156, 116],
  [195, 179, 105],
  [233, 212, 76],
];

/**
 * The colour of a share from 0 to 1. On a light page many is dark, on a dark page many is light: what is nothing
 * is near the ground.
 */
export function heatColour(share: number, isDark: boolean): string {
  const place = Math.min(1, Math.max(0, isDark ? share : 1 - share)) * (STEPS.length - 1);
  const from = Math.min(STEPS.length - 2, Math.floor(place));
  const part = place - from;
  const [red, green, blue] = STEPS[from].map((one, i) => Math.round(one + (STEPS[from + 1][i] - one) * part));
  return `rgb(${red} ${green} ${blue})`;
}

/** Few among many are seen, too: the root stretches the lower end. */
export function heatShare(count: number, max: number): number {
  return max > 0 ? Math.sqrt(count / max) : 0;
}
