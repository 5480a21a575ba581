import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DashboardContent, DashboardVariable } from '../../contract.ts';
import { checkContent, queryFault } from './check-content.ts';

const VARIABLES: readonly DashboardVariable[] = [
  { kind: 'interval', name: 'w', label: 'Window', options: ['5m', '1h'] },
  {
    kind: 'label-values',
    name: 'route',
    label: 'Route',
    values: 'route',
    of: 'up',
    isMulti: true,
    hasAll: true,
  },
];

function content(changes: Partial<DashboardContent>): DashboardContent {
  return { title: 'Shop', panels: [], variables: [], tags: [], refreshMs: null, rangeMs: null, ...changes };
}

describe('the query of a saved panel', () => {
  test.each([
    'rate(x{route=~"$route"}[$w])',
    'x{a="$anything"}',
    'sum by (le) (rate(x[${w}]))',
    'x # $comment',
  ])('may be %s', (query) => {
    expect(queryFault(query, VARIABLES)).toBeUndefined();
  });

  test.each([
    ['', 'write a query', undefined],
    ['topk($route, x)', 'stands for a part of the query', '$route'],
    ['sum(', '1:4: ', undefined],
    ['rate(x{route="$route"})', 'expected type range vector', 'x{route="$route"}'],
    ['rate(x[$w]) + $unknown', '$unknown stands for', '$unknown'],
  ])('is refused as %j', (query, message, place) => {
    const fault = queryFault(query, VARIABLES);
    expect(fault?.message).toContain(message);
    if (place !== undefined) expect(query.slice(fault?.from, fault?.to)).toBe(place);
  });

  test('is told a place inside its text, whatever it is', () => {
    const piece = fc.constantFrom(
      '$w',
      '${w}',
      '$route',
      'x',
      '[',
      ']',
      '{',
      '}',
      '"',
      "'",
      '`',
      '#',
      '\n',
      '(',
      ')',
      '=~',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const query = pieces.join('');
        const fault = queryFault(query, VARIABLES);
        expect(fault?.from ?? 0).toBeLessThanOrEqual(fault?.to ?? query.length);
        expect(fault?.to ?? 0).toBeLessThanOrEqual(query.length);
      }),
    );
  });
});

describe('a saved dashboard', () => {
  test('is told every fault with its place', () => {
    const panels: DashboardContent['panels'] = [
      {
        title: ' ',
        kind: 'timeseries',
        unit: '',
        queries: [
          { query: 'up', legend: '' },
          { query: 'up(', legend: '' },
        ],
      },
      { title: 'None', kind: 'stat', unit: '', queries: [] },
      { title: 'Words', kind: 'text', unit: '', queries: [] },
      {
        title: 'Links',
        kind: 'stat',
        unit: '',
        queries: [{ query: 'up', legend: '' }],
        links: [
          { title: 'Script', url: 'javascript:alert(1)' },
          { title: 'Elsewhere', url: '//elsewhere.example' },
          { title: 'Fine', url: '/d/shop' },
        ],
      },
    ];
    const faults = checkContent(content({ title: ' ', panels }));
    expect(faults.map(({ path }) => path)).toEqual([
      'title',
      'panels[0].title',
      'panels[0].queries[1].query',
      'panels[1].queries',
      'panels[2].text',
      'panels[3].links[0].url',
      'panels[3].links[1].url',
    ]);
  });

  test('has variables with names of their own, ranges that are some, and selectors that are read', () => {
    const variables: readonly DashboardVariable[] = [
      { kind: 'text', name: '__proto__', label: '', initial: '' },
      { kind: 'text', name: 'twice', label: '', initial: '' },
      { kind: 'list', name: 'twice', label: '', options: ['a'], isMulti: false },
      { kind: 'interval', name: 'every', label: '', options: ['5m', 'soon'] },
      {
        kind: 'label-values',
        name: 'job',
        label: '',
        values: 'job',
        of: 'up{',
        isMulti: false,
        hasAll: false,
      },
    ];
    expect(checkContent(content({ variables })).map(({ path }) => path)).toEqual([
      'variables[0].name',
      'variables[2].name',
      'variables[3].options',
      'variables[4].of',
    ]);
  });
});
