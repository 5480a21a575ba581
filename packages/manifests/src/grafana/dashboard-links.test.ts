import { describe, expect, it } from 'vitest';
import { PRESETS } from '../../test/preset-definitions.ts';
import type { DashboardModel } from './dashboard-model.ts';
import { panelLink } from './dashboard-links.ts';
import { generateGrafana } from './generate-grafana.ts';

describe('a link of a panel', () => {
  it('leads from the overview of a pipeline to the dashboard of each service, with the time', () => {
    const dashboards = generateGrafana(PRESETS.pipeline)
      .filter(({ path }) => path.endsWith('.json'))
      .map(({ text }) => JSON.parse(text) as DashboardModel);
    const uids = new Map(dashboards.map(({ title, uid }) => [title, uid]));
    const overview = dashboards.find(({ title }) => title === 'Data Processing Overview');
    const links = overview?.panels.flatMap((panel) => ('links' in panel ? panel.links : [])) ?? [];
    for (const title of ['Normalization Service', 'Enrichment Service', 'Projection Service']) {
      const url = `/d/${uids.get(title)}`;
      expect(links).toContainEqual(expect.objectContaining({ title, url, keepTime: true }));
    }
  });

  it('leads to any address as it is written', () => {
    const link = panelLink({ title: 'Guide', url: 'https://example.org/guide' }, PRESETS.pipeline);
    expect(link).toMatchObject({ url: 'https://example.org/guide', targetBlank: true });
  });

  it('to a dashboard that is not there is refused, with those that are', () => {
    const lead = () => panelLink({ title: 'Shop', url: 'dashboard:Shop' }, PRESETS.migration);
    expect(lead).toThrow('a panel links to Shop, which is no dashboard');
  });
});
