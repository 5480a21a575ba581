import type { Locator, Page } from 'playwright-core';

/** A page of the station with a view that its address names. */
export interface PageView {
  readonly path: string;
  /** There only when the page shows what its address says. */
  readonly shown: (page: Page) => Locator;
  /** What the browser's console says of it, which is as it should be. */
  readonly said?: readonly string[];
  /** The key that leads there after `g`, where it stands in the navigation. */
  readonly key?: string;
}

/** All pages, as the quickstart fills them. */
export const PAGE_VIEWS: readonly PageView[] = [
  {
    path: '/?range=15m&service=shop',
    key: 'o',
    shown: (page) => page.getByRole('article', { name: 'shop' }).locator('.figure-value', { hasText: /\d/ }),
  },
  {
    path: '/s/shop?range=15m&changes=1',
    shown: (page) => page.getByRole('group', { name: 'RPS', exact: true }).locator('.stat-value'),
  },
  { path: '/d?q=shop', key: 'd', shown: (page) => page.getByRole('link', { name: 'Shop 6 panels' }) },
  {
    path: '/d/shop?range=15m&view=0~table',
    shown: (page) => page.getByRole('region', { name: 'Orders per second: values' }).getByRole('row'),
  },
  {
    path: '/explore?range=15m&q=sum+by+%28route%29+%28http_requests_total%29&view=table',
    key: 'e',
    shown: (page) => page.getByRole('table', { name: 'Query A: series' }).getByText('/checkout'),
  },
  {
    path: '/logs?range=15m&q=placed&service=shop',
    key: 'l',
    shown: (page) => page.getByRole('row', { name: /order placed/ }),
  },
  {
    path: '/traces?range=15m&service=shop',
    key: 'x',
    shown: (page) => page.getByRole('table', { name: 'Traces' }).getByRole('row', { name: /checkout/ }),
  },
  {
    path: '/targets?q=shop',
    key: 't',
    shown: (page) => page.getByRole('table', { name: 'Targets of shop' }),
  },
  {
    path: '/rules?q=SlowCheckout',
    key: 'r',
    shown: (page) => page.getByRole('row', { name: /SlowCheckout/ }),
  },
  { path: '/alerts?range=15m', key: 'a', shown: (page) => page.getByText('HighErrorRate') },
  { path: '/alerts/SlowCheckout', shown: (page) => page.getByText('http_request_duration_seconds_bucket') },
  {
    path: '/silences?list=expired',
    key: 's',
    shown: (page) => page.getByRole('tab', { name: /Ended/, selected: true }),
  },
  {
    path: '/silences/new?m=alertname%3D%22SlowCheckout%22',
    shown: (page) =>
      page.getByRole('dialog', { name: 'New silence' }).getByText(/No alert matches now|Mutes/),
  },
  {
    path: '/map?range=15m',
    key: 'm',
    shown: (page) => page.getByRole('heading', { name: 'Service map', level: 1 }),
  },
  {
    path: '/doctor',
    key: 'h',
    shown: (page) => page.getByRole('link', { name: /My metric does not appear/ }),
  },
  {
    path: '/drift?area=metrics',
    key: 'f',
    shown: (page) => page.getByRole('main').getByText(/compared/),
  },
  {
    path: '/status?view=configuration&q=job_name',
    key: 'i',
    shown: (page) =>
      page.getByRole('region', { name: 'Lines of prometheus.yml' }).getByText('job_name: shop'),
  },
  {
    path: '/nowhere',
    shown: (page) => page.getByRole('heading', { name: 'There is no such page' }),
    said: ['console: Failed to load resource: the server responded with a status of 404 (Not Found)'],
  },
  { path: '/login?next=%2Ftargets', shown: (page) => page.getByRole('heading', { name: 'Sign in' }) },
];
