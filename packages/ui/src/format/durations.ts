const UNITS: readonly (readonly [unit: string, ms: number])[] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
  ['ms', 1],
];

/** Writes a length of time as PromQL does, in one unit: `90m`, `1h`, `15s`. */
export function formatDuration(ms: number): string {
  const whole = Math.max(1, Math.round(ms));
  const [unit, unitMs] = UNITS.find(([, one]) => whole % one === 0) ?? ['ms', 1];
  return `${whole / unitMs}${unit}`;
}

/** Reads what {@link formatDuration} writes, weeks (`w`), and `1h30m`; `undefined` for anything else. */
export function parseDuration(text: string): number | undefined {
  if (!/^(?:\d{1,12}(?:ms|[smhdw]))+$/.test(text)) return undefined;
  let totalMs = 0;
  for (const [, digits, unit] of text.matchAll(/(\d+)(ms|[smhdw])/g)) {
    const unitMs = unit === 'w' ? 7 * 86_400_000 : (UNITS.find(([name]) => name === unit)?.[1] ?? 0);
    totalMs += Number(digits) * unitMs;
  }
  return totalMs > 0 ? totalMs : undefined;
}
