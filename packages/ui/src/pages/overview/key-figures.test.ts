import type { Dashboard, Panel } from '@telltale/station/contract';
import { expect, test } from 'vitest';
import { keyFigures } from './key-figures.ts';

function panel(title: string, unit: string, kind: Panel['kind'] = 'timeseries'): Panel {
  return { title, kind, unit, queries: [{ query: title, legend: '' }] };
}

function dashboard(slug: string, origin: Dashboard['origin'], ...panels: readonly Panel[]): Dashboard {
  return { slug, title: slug, origin, panels, variables: [], tags: [], refreshMs: null, rangeMs: null };
}

const HTTP = dashboard(
  'http-server',
  'definition',
  panel('Request rate', 'per_second'),
  panel('Error ratio', 'ratio'),
  panel('Median duration', 'seconds'),
  panel('95th percentile of duration', 'seconds'),
);

test('the stat panels of the definition are the key figures', () => {
  const shop = dashboard('shop', 'definition', panel('Orders', 'per_second', 'stat'), panel('Carts', ''));
  const host = dashboard('host', 'host', panel('Load', '', 'stat'));
  expect(keyFigures([HTTP, shop, host]).map((one) => one.key)).toEqual(['shop/Orders']);
});

test('without stat panels rate, errors and 95th percentile of the first full dashboard are taken', () => {
  const shop = dashboard('shop', 'definition', panel('Orders', 'per_second'));
  expect(keyFigures([shop, HTTP]).map((one) => one.panel.title)).toEqual([
    'Request rate',
    'Error ratio',
    '95th percentile of duration',
  ]);
});

test('what is not from the definition is never a key figure', () => {
  expect(keyFigures([{ ...HTTP, origin: 'scraped' }])).toEqual([]);
});
