import type { WrittenPanel } from '@telltale/station/contract';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  added,
  changed,
  contentOf,
  draftOf,
  duplicated,
  movedBy,
  movedTo,
  removed,
  resized,
  restored,
  rowTitles,
  sizeOf,
} from './draft.ts';
import type { Draft } from './draft.ts';

function panel(title: string, row?: string): WrittenPanel {
  const rest = { title, kind: 'timeseries', unit: '', queries: [{ query: 'up', legend: '' }] } as const;
  return row === undefined ? rest : { ...rest, row };
}

function draft(...panels: readonly WrittenPanel[]): Draft {
  return draftOf({ title: 'Shop', panels, variables: [], tags: [], refreshMs: null, rangeMs: null });
}

const placesOf = ({ panels }: Draft) => panels.map(({ panel: { title, row } }) => `${title} ${row ?? '-'}`);

describe('panels are moved', () => {
  const rows = draft(panel('A'), panel('B'), panel('C', 'Money'), panel('D', 'Money'));

  test('by one place, and over the edge of a row into it first', () => {
    expect(placesOf(movedBy(rows, '0', 1))).toEqual(['B -', 'A -', 'C Money', 'D Money']);
    expect(placesOf(movedBy(rows, '1', 1))).toEqual(['A -', 'B Money', 'C Money', 'D Money']);
    expect(placesOf(movedBy(rows, '2', -1))).toEqual(['A -', 'B -', 'C -', 'D Money']);
  });

  test('no further than the ends', () => {
    expect(movedBy(rows, '0', -1)).toBe(rows);
    expect(movedBy(rows, '3', 1)).toBe(rows);
    expect(movedBy(rows, 'nobody', 1)).toBe(rows);
  });

  test('to the place of another one, into its row', () => {
    expect(placesOf(movedTo(rows, '0', 3))).toEqual(['B -', 'C Money', 'D Money', 'A Money']);
    expect(placesOf(movedTo(rows, '3', 0))).toEqual(['D -', 'A -', 'B -', 'C Money']);
  });
});

test('a panel that was removed comes back where it was', () => {
  const before = draft(panel('A'), panel('B'), panel('C'));
  const without = removed(before, '1');
  expect(restored(without, before.panels[1], 1)).toEqual(before);
  const filled = added(without, panel('D')).draft;
  expect(placesOf(restored(filled, before.panels[1], 1))).toEqual(['A -', 'B -', 'C -', 'D -']);
});

test('sizes stay within the page', () => {
  const one = draft(panel('A'));
  const widest = Array.from({ length: 20 }).reduce<Draft>((now) => resized(now, '0', 1, -1), one);
  expect(sizeOf(widest.panels[0].panel)).toEqual([12, 1]);
});

test('rows are named once, in their order', () => {
  expect(rowTitles(draft(panel('A', 'Two'), panel('B', 'One'), panel('C', 'Two')))).toEqual(['Two', 'One']);
});

test('whatever is done, no panel is lost, and each has a name of its own', () => {
  const deed = fc.tuple(fc.constantFrom('add', 'copy', 'move', 'to', 'row', 'size'), fc.nat(9), fc.nat(12));
  fc.assert(
    fc.property(fc.array(deed, { maxLength: 30 }), (deeds) => {
      let now = draft(panel('A'), panel('B', 'Row'));
      let count = 2;
      for (const [what, id, number] of deeds) {
        const name = String(id);
        const isThere = now.panels.some((one) => one.id === name);
        if (what === 'add') [now, count] = [added(now, panel('N')).draft, count + 1];
        else if (what === 'copy') [now, count] = [duplicated(now, name), count + (isThere ? 1 : 0)];
        else if (what === 'move') now = movedBy(now, name, number % 2 === 0 ? 1 : -1);
        else if (what === 'to') now = movedTo(now, name, number);
        else if (what === 'size') now = resized(now, name, number - 6, 6 - number);
        else now = changed(now, name, panel('Changed', `Row ${number % 2}`));
      }
      expect(now.panels).toHaveLength(count);
      expect(new Set(now.panels.map((one) => one.id)).size).toBe(count);
      expect(contentOf(now).panels).toHaveLength(count);
    }),
  );
});
