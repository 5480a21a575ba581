/** Labels by name. */
export type Labels = Readonly<Record<string, string>>;

/** Names one alert of a rule: the same tomorrow. */
export function keyOfLabels(labels: Labels): string {
  const { alertname: _, ...telling } = labels;
  const entries = Object.entries(telling).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(([name, value]) => `${name}=${value}`).join(',');
}
