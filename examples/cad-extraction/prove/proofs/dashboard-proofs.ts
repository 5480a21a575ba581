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

const DASHBOARDS = [
  { title: 'Overview', row: 'S2-15' },
  { title: 'API Performance', row: 'S2-16' },
  { title: 'Celery Workers', row: 'S2-17' },
  { title: 'Database & Redis', row: 'S2-18' },
] as const;

/** There is no standby. */
const EMPTY = ['Replication lag'];

/** What the dashboards show. */
export const DASHBOARD_PROOFS: readonly Proof<Bench>[] = DASHBOARDS.map(({ title, row }) => ({
  rows: [row],
  title: `every panel of the dashboard ${title} has data while the backend runs`,
  run: async ({ stationUrl }) => {
    const response = await fetch(`${stationUrl}/api/telltale/dashboards`);
    const { dashboards } = (await response.json()) as { readonly dashboards: readonly Dashboard[] };
    const panels = dashboards.find((one) => one.title === title)?.panels ?? [];
    assert.ok(panels.length >= 5, `${title} has ${panels.length} panels`);
    for (const panel of panels.filter((one) => !EMPTY.includes(one.title))) {
      for (const { query } of panel.queries) {
        await waitFor(`data in ${panel.title}: ${query}`, async () =>
          (await queryValues(stationUrl, query)).some(Number.isFinite),
        );
      }
    }
  },
}));
