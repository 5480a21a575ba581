type Labels = Readonly<Record<string, string>>;

const PLACEHOLDER = /\{\{\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*\}\}/g;

/**
 * Names the series of one query. With a legend such as `{{route}}` its placeholders are filled;
 * without one the labels in which the series differ are printed, and a single series takes `fallback`.
 */
export function nameSeries(legend: string, all: readonly Labels[], fallback: string): readonly string[] {
  if (legend !== '') return all.map((labels) => fillLegend(legend, labels) || fallback);
  const telling = differingLabels(all);
  return all.map((labels) => printValues(labels, telling) || fallback);
}

/** Prints labels as `name="value"`, sorted by name, the metric name first and bare. */
export function formatLabels(labels: Labels): string {
  const { __name__: metric, ...rest } = labels;
  const pairs = Object.keys(rest)
    .sort()
    .map((name) => `${name}=${JSON.stringify(rest[name])}`);
  if (pairs.length === 0) return metric ?? '{}';
  return `${metric ?? ''}{${pairs.join(', ')}}`;
}

function fillLegend(legend: string, labels: Labels): string {
  return legend.replace(PLACEHOLDER, (_, name: string) => (Object.hasOwn(labels, name) ? labels[name] : ''));
}

function differingLabels(all: readonly Labels[]): readonly string[] {
  const valuesByName = new Map<string, Set<string>>();
  for (const labels of all) {
    for (const [name, value] of Object.entries(labels)) {
      const values = valuesByName.get(name) ?? new Set<string>();
      values.add(value);
      valuesByName.set(name, values);
    }
  }
  return [...valuesByName.keys()].filter((name) => {
    const values = valuesByName.get(name);
    const isEverywhere = all.every((labels) => Object.hasOwn(labels, name));
    return values !== undefined && (values.size > 1 || !isEverywhere);
  });
}

function printValues(labels: Labels, names: readonly string[]): string {
  return names
    .filter((name) => Object.hasOwn(labels, name) && labels[name] !== '')
    .map((name) => labels[name])
    .join(' · ');
}
