/** Requests per second at a time: between 5 and 40, up and down once in two minutes, with ripples. */
export function waveRate(timeMs: number): number {
  const turns = timeMs / 120_000;
  const wave = Math.sin(2 * Math.PI * turns) + 0.2 * Math.sin(2 * Math.PI * turns * 5);
  return Math.min(40, Math.max(5, 22.5 + 16 * wave));
}
