import { LabelSet } from '@telltale/model';
import type { Station } from '../../src/station.ts';

/** The newest samples of all series that a selector finds, by their labels. */
export async function samplesOf(
  { url }: Pick<Station, 'url'>,
  query: string,
): Promise<Record<string, string>> {
  const answer = await fetch(`${url}/api/v1/query?${new URLSearchParams({ query })}`);
  const { data } = (await answer.json()) as { data: { result: readonly Instant[] } };
  return Object.fromEntries(
    data.result.map(({ metric, value, histogram }) => [
      LabelSet.of(metric).toString(),
      value ? value[1] : JSON.stringify(histogram?.[1]),
    ]),
  );
}

interface Instant {
  readonly metric: Record<string, string>;
  readonly value?: readonly [number, string];
  readonly histogram?: readonly [number, object];
}
