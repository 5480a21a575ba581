import assert from 'node:assert/strict';
import type { Proof } from 'telltale-example-support/proving';
import { queryValues } from 'telltale-example-support/proving';
import { waitFor } from 'telltale-example-support/waiting';

import type { Bench } from '../bench.ts';

interface Dashboard {
  readonly title: string;
  readonly panels: readonly {
    readonly title: string;
    readonly queries: readonly { readonly query: string }[];
  }[];
}

const TITLES = ['Dev-PyNode Application', 'Dev-PyNode Database', 'Health'];

/** What the dashboards show. */
export const DASHBOARD_PROOFS: readonly Proof<Bench>[] = [
  {
    rows: ['S4-01'],
    title: 'every panel of the three dashboards of the gateway has data',
    run: async ({ stationUrl }) => {
      const dashboards = await readDashboards(stationUrl);
      const own = TITLES.map((title) => dashboards.find((one) => one.title === title));
      assert.deepEqual(
        own.map((dashboard) => dashboard?.title),
        TITLES,
      );
      for (const { title, queries } of own.flatMap((dashboard) => dashboard?.panels ?? [])) {
        for (const { query } of queries) {
          await waitFor(`data in ${title}: ${query}`, async () =>
            (await queryValues(stationUrl, query)).some(Number.isFinite),
          );
        }
      }
    },
  },
];

/** One that is overloaded is asked again. */
async function readDashboards(stationUrl: string): Promise<readonly Dashboard[]> {
  let dashboards: readonly Dashboard[] = [];
  await waitFor('the dashboards', async () => {
    const response = await fetch(`${stationUrl}/api/telltale/dashboards`);
    ({ dashboards } = (await response.json()) as { readonly dashboards: readonly Dashboard[] });
    return response.ok;
  });
  return dashboards;
}
