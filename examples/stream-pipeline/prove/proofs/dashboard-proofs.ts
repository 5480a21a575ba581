import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Proof } from 'telltale-example-support/proving';
import { queryValues } from 'telltale-example-support/proving';
import { waitFor } from 'telltale-example-support/waiting';

import { CONFIG } from '../../src/demo/station-program.ts';
import type { Bench } from '../bench.ts';
import { telltale } from '../telltale-command.ts';

interface Panel {
  readonly title: string;
  readonly queries: readonly { readonly query: string }[];
}

interface Dashboard {
  readonly title: string;
  readonly panels: readonly Panel[];
}

const TITLES = [
  'Data Processing Overview',
  'Normalization Service',
  'Enrichment Service',
  'Aggregation Service',
  'Projection Service',
];

/** What the dashboards show, and where they lead to. */
export const DASHBOARD_PROOFS: readonly Proof<Bench>[] = [
  {
    rows: ['S1-24', 'S1-25', 'S1-26', 'S1-27', 'S1-28'],
    title: 'every panel of the five dashboards of the pipeline has data',
    run: async (bench) => {
      let dashboards: readonly Dashboard[] = [];
      await waitFor('the dashboards', async () => {
        dashboards = await readDashboards(bench);
        return dashboards.length > 0;
      });
      for (const title of TITLES) {
        const dashboard = dashboards.find((one) => one.title === title);
        assert.ok(dashboard, `${title} is missing`);
        for (const panel of dashboard.panels) {
          await waitFor(`data in ${title}, ${panel.title}`, () => hasData(bench, panel));
        }
      }
    },
  },
  {
    rows: ['S1-32'],
    title: 'in Grafana, each panel of the overview of the pipeline leads to the dashboards of the services',
    run: async ({ folder }) => {
      await telltale('gen', 'grafana', '--config', CONFIG, '--out', folder);
      const files = globSync('**/dashboards/**/*.json', { cwd: folder });
      const models = files.map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Model);
      const uids = TITLES.slice(1).map((title) => models.find((one) => one.title === title)?.uid);
      const overview = models.find(({ title }) => title === TITLES[0]);
      const panels = (overview?.panels ?? []).filter(({ type }) => type !== 'row');
      assert.equal(panels.length, 8);
      for (const { title, links } of panels) {
        const led = links.map(({ url }) => uids.find((uid) => uid && url.includes(`/d/${uid}`)));
        assert.deepEqual(led, uids, title);
      }
    },
  },
];

/** A dashboard of Grafana. */
interface Model {
  readonly uid: string;
  readonly title: string;
  readonly panels: readonly {
    readonly type: string;
    readonly title: string;
    readonly links: readonly { readonly url: string }[];
  }[];
}

async function readDashboards({ stationUrl }: Bench): Promise<readonly Dashboard[]> {
  const response = await fetch(`${stationUrl}/api/telltale/dashboards`);
  assert.ok(response.ok, `HTTP ${response.status}`);
  return ((await response.json()) as { dashboards: readonly Dashboard[] }).dashboards;
}

/** Whether each query of a panel has a value that is a number. */
async function hasData({ stationUrl }: Bench, { queries }: Panel): Promise<boolean> {
  for (const { query } of queries) {
    const values = await queryValues(stationUrl, query);
    if (!values.some(Number.isFinite)) throw new Error(query);
  }
  return queries.length > 0;
}
