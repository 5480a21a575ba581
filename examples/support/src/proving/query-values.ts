/** The answer of `/api/v1/query`, as far as it is looked at. */
interface Answer {
  readonly data: { readonly result: readonly { readonly value: readonly [number, string] }[] };
}

/** What a server with the API of Prometheus answers to an instant query: one number for each series. */
export async function queryValues(url: string, query: string): Promise<readonly number[]> {
  const filled = query.replaceAll(/"\$\w+"/g, '".*"');
  const response = await fetch(`${url}/api/v1/query?query=${encodeURIComponent(filled)}`);
  const { data } = (await response.json()) as Answer;
  return data.result.map(({ value }) => Number(value[1]));
}
