/** The samples of a metrics page by series as written: `up{job="a"}`. */
export type Samples = ReadonlyMap<string, number>;

/** Fetches a metrics page in the text format. */
export async function fetchSamples(url: string): Promise<Samples> {
  const page = await (await fetch(url)).text();
  const lines = page.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const at = line.lastIndexOf(' ');
      return [line.slice(0, at), Number(line.slice(at + 1))];
    }),
  );
}

/** The sum of a metric over all series that have a text such as `interval="1s"` among their labels. */
export function sumOf(samples: Samples, metric: string, label = ''): number {
  const own = [...samples].filter(
    ([series]) => (series === metric || series.startsWith(`${metric}{`)) && series.includes(label),
  );
  return own.reduce((sum, [, value]) => sum + value, 0);
}
