import assert from 'node:assert/strict';
import type { Proof } from 'telltale-example-support/proving';
import { queryValues } from 'telltale-example-support/proving';
import { waitFor } from 'telltale-example-support/waiting';

import { ALL_FAULTS } from '../../src/faults/all-faults.ts';
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

const FULL_PROOFS: readonly Proof<Bench>[] = DASHBOARDS.map(({ title, row }) => ({
  rows: [row],
  title: `every panel of the dashboard ${title} has data while the backend runs`,
  run: async ({ stationUrl }) => {
    const panels = await panelsOf(stationUrl, title);
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

/** What the dashboards show. */
export const DASHBOARD_PROOFS: readonly Proof<Bench>[] = [
  ...FULL_PROOFS,
  {
    rows: ['S2-18'],
    title: 'queries that sleep (pg_sleep) are shown as slow queries by the dashboard Database & Redis',
    run: async ({ stationUrl, site }) => {
      const panels = await panelsOf(stationUrl, 'Database & Redis');
      const [{ query }] = panels.find(({ title }) => title === 'Slow queries')?.queries ?? [];
      const slow = () => queryValues(stationUrl, `sum((${query}) > 0)`);
      const over = new AbortController();
      const [before = 0] = await slow();
      const sleeping = ALL_FAULTS['slow-queries'].run(site, over.signal);
      try {
        await waitFor('slow queries', async () => ((await slow())[0] ?? 0) > before);
      } finally {
        over.abort();
        await sleeping;
      }
    },
  },
];

async function panelsOf(stationUrl: string, title: string): Promise<Dashboard['panels']> {
  const response = await fetch(`${stationUrl}/api/telltale/dashboards`);
  const { dashboards } = (await response.json()) as { readonly dashboards: readonly Dashboard[] };
  return dashboards.find((one) => one.title === title)?.panels ?? [];
}
