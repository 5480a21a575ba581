/** SVG paths of a small line from zero to the highest value, and of the area under it; gaps stay open. */
export function sparklinePath(
  values: readonly (number | null)[],
  width: number,
  height: number,
): { readonly line: string; readonly area: string } {
  const top = values.reduce<number>((max, value) => Math.max(max, value ?? 0), 0);
  const bottom = values.reduce<number>((min, value) => Math.min(min, value ?? 0), 0);
  const span = top - bottom || 1;
  const x = (index: number): string => ((index / Math.max(1, values.length - 1)) * width).toFixed(1);
  const y = (value: number): string => (height - 1 - ((value - bottom) / span) * (height - 3)).toFixed(1);

  const runs = presentRuns(values);
  const lines = runs.map((run) => `M${run.map((index) => `${x(index)} ${y(values[index] ?? 0)}`).join('L')}`);
  const areas = lines.map((line, index) => {
    const run = runs[index];
    return `${line}L${x(run[run.length - 1])} ${height}L${x(run[0])} ${height}Z`;
  });
  return { line: lines.join(''), area: areas.join('') };
}

/** Indices of neighbouring points, at least two together. */
function presentRuns(values: readonly (number | null)[]): readonly (readonly number[])[] {
  const runs: number[][] = [[]];
  values.forEach((value, index) => {
    if (value === null) runs.push([]);
    else runs[runs.length - 1].push(index);
  });
  return runs.filter((run) => run.length > 1);
}
