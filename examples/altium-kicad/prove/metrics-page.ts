/** The samples of a metrics page by series as written: `up{job="a"}`. */
export type Samples = ReadonlyMap<string, number>;

/** Fetches a metrics page. */
export async function fetchSamples(url: string): Promise<Samples> {
  return parseSamples(await (await fetch(url)).text());
}

/** The samples of a page in the text format. */
function parseSamples(page: string): Samples {
  const lines = page.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const at = line.lastIndexOf(' ');
      return [line.slice(0, at), Number(line.slice(at + 1))];
    }),
  );
}

/** The sum of a metric over all its labels. */
export function sumOf(samples: Samples, metric: string): number {
  const own = [...samples].filter(([series]) => series === metric || series.startsWith(`${metric}{`));
  return own.reduce((sum, [, value]) => sum + value, 0);
}
