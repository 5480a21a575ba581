import type { ComponentChildren, JSX, RefObject } from 'preact';
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { SortOrder } from '../navigation/url-codec.ts';
import { Icon } from './icon.tsx';
import { sortRows } from './sort-rows.ts';
import { useRowWindow } from './use-row-window.ts';

/** A column of a {@link DataTable}. */
export interface Column<Row> {
  readonly key: string;
  readonly title: string;
  readonly render: (row: Row) => ComponentChildren;
  /** What rows are sorted by; a column without it cannot be sorted by. Rows without a value come last. */
  readonly sortValue?: (row: Row) => string | number | null | undefined;
  /** Numbers stand at the end. */
  readonly align?: 'start' | 'end';
  /** Takes what room is left, and breaks its text; other columns keep theirs on one line. */
  readonly isWide?: boolean;
  /** Names the row: read out with each of its cells. One column should. */
  readonly isHeader?: boolean;
  /** Not shown on a phone. */
  readonly isSecondary?: boolean;
}

/** What a table shows. */
export interface DataTableProps<Row> {
  /** What the table is of. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** In the address by `sortField`. Without it rows stay in their order. */
  readonly sort?: SortOrder;
  readonly onSort?: (sort: SortOrder) => void;
  /** Opens a row, by a click or Enter. */
  readonly onOpen?: (row: Row) => void;
  /** Key of the row that is open. */
  readonly openKey?: string;
  readonly rowClass?: (row: Row) => string;
}

/**
 * A table of many rows: sorted by its heads, gone through by arrow keys, and beyond 200 rows only those on screen
 * are there. On a phone each row is a card.
 */
export function DataTable<Row>(props: DataTableProps<Row>): JSX.Element {
  const { columns, sort } = props;
  const body = useRef<HTMLTableSectionElement>(null);
  const rows = useMemo(() => sortRows(props.rows, columns, sort), [props.rows, columns, sort]);
  const [focusedKey, setFocusedKey] = useState<string | undefined>(undefined);
  const part = useRowWindow(body, rows.length);
  const focused = Math.max(
    0,
    rows.findIndex((row) => props.keyOf(row) === (focusedKey ?? props.openKey)),
  );

  // A row that was scrolled away cannot be come to; one on screen stands in for it.
  const reachable = focused >= part.start && focused < part.end ? focused : part.onScreen;
  useKeptFocus(body, focused);

  const focusRow = (index: number): void => {
    const to = Math.min(rows.length - 1, Math.max(0, index));
    setFocusedKey(props.keyOf(rows[to]));
    part.show(to);
    requestAnimationFrame(() => {
      const row = body.current?.querySelector<HTMLElement>(`[data-index="${to}"]`);
      row?.focus({ preventScroll: true });
      row?.scrollIntoView({ block: 'nearest' });
    });
  };
  return (
    <table class="grid" aria-label={props.label} aria-rowcount={rows.length + 1} role="table">
      <TableHead columns={columns} sort={sort} onSort={props.onSort} />
      <tbody
        ref={body}
        role="rowgroup"
        onKeyDown={(event) => {
          const step = stepOf(event.key);
          if (step === undefined || !(event.target instanceof HTMLTableRowElement)) return;
          event.preventDefault();
          focusRow(step(reachable, rows.length));
        }}
      >
        <SpaceRow key="before" heightPx={part.beforePx} columns={columns.length} />
        {rows.slice(part.start, part.end).map((row, index) => (
          <DataRow
            key={props.keyOf(row)}
            row={row}
            index={part.start + index}
            table={props}
            isFocusable={part.start + index === reachable}
            onFocus={() => setFocusedKey(props.keyOf(row))}
          />
        ))}
        <SpaceRow key="after" heightPx={part.afterPx} columns={columns.length} />
      </tbody>
    </table>
  );
}

/** Rows that come and go may move the one that has the focus, which takes it away: it is given back. */
function useKeptFocus(body: RefObject<HTMLElement | null>, index: number): void {
  const hadFocus = body.current?.contains(document.activeElement) ?? false;
  useLayoutEffect(() => {
    if (!hadFocus || document.activeElement !== document.body) return;
    body.current?.querySelector<HTMLElement>(`[data-index="${index}"]`)?.focus({ preventScroll: true });
  });
}

function TableHead<Row>(props: Pick<DataTableProps<Row>, 'columns' | 'sort' | 'onSort'>): JSX.Element {
  const { sort, onSort } = props;
  return (
    <thead role="rowgroup">
      <tr role="row">
        {props.columns.map((column) => {
          const isSorted = sort?.column === column.key;
          const isDescending = isSorted && sort.isDescending;
          return (
            <th
              key={column.key}
              scope="col"
              role="columnheader"
              class={cellClass(column)}
              aria-sort={isSorted ? (isDescending ? 'descending' : 'ascending') : undefined}
            >
              {column.sortValue === undefined || onSort === undefined ? (
                column.title
              ) : (
                <button
                  type="button"
                  class="grid-sort"
                  onClick={() => onSort({ column: column.key, isDescending: isSorted && !isDescending })}
                >
                  {column.title}
                  <span class={isSorted ? 'grid-arrow is-on' : 'grid-arrow'}>
                    <Icon name={isDescending ? 'arrow-down' : 'arrow-up'} />
                  </span>
                </button>
              )}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}

function DataRow<Row>(props: {
  readonly row: Row;
  readonly index: number;
  readonly table: DataTableProps<Row>;
  readonly isFocusable: boolean;
  readonly onFocus: () => void;
}): JSX.Element {
  const { row, table, index } = props;
  const isOpen = table.openKey !== undefined && table.keyOf(row) === table.openKey;
  const classes = ['grid-row', isOpen && 'is-open', table.onOpen && 'is-openable', table.rowClass?.(row)];
  return (
    <tr
      role="row"
      data-index={index}
      aria-rowindex={index + 2}
      aria-current={isOpen ? 'true' : undefined}
      class={classes.filter(Boolean).join(' ')}
      tabIndex={props.isFocusable ? 0 : -1}
      onFocus={props.onFocus}
      onClick={(event) => {
        if (!isControl(event.target, event.currentTarget)) table.onOpen?.(row);
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || event.target !== event.currentTarget || table.onOpen === undefined)
          return;
        event.preventDefault();
        table.onOpen(row);
      }}
    >
      {table.columns.map((column) =>
        column.isHeader === true ? (
          <th key={column.key} scope="row" role="rowheader" class={cellClass(column)}>
            {column.render(row)}
          </th>
        ) : (
          <td key={column.key} role="cell" class={cellClass(column)} data-name={column.title}>
            {column.render(row)}
          </td>
        ),
      )}
    </tr>
  );
}

/** Stands for rows that are not on screen. */
function SpaceRow(props: { readonly heightPx: number; readonly columns: number }): JSX.Element | null {
  if (props.heightPx === 0) return null;
  return (
    <tr aria-hidden="true" class="grid-space">
      <td colSpan={props.columns} style={{ height: `${props.heightPx}px` }} />
    </tr>
  );
}

function cellClass<Row>(column: Column<Row>): string {
  const classes = [
    `is-${column.align ?? 'start'}`,
    column.isWide && 'is-wide',
    column.isSecondary && 'is-secondary',
    `col-${column.key}`,
  ];
  return classes.filter(Boolean).join(' ');
}

/** Whether a click means something inside the row, or selects text. */
function isControl(target: EventTarget | null, row: Element): boolean {
  if (!(target instanceof Element)) return false;
  const control = target.closest('a, button, input, select, textarea, summary, [role="button"]');
  return (control !== null && row.contains(control)) || String(getSelection() ?? '') !== '';
}

const PAGE_ROWS = 10;

function stepOf(key: string): ((at: number, length: number) => number) | undefined {
  const steps: Readonly<Record<string, (at: number, length: number) => number>> = {
    ArrowDown: (at) => at + 1,
    ArrowUp: (at) => at - 1,
    PageDown: (at) => at + PAGE_ROWS,
    PageUp: (at) => at - PAGE_ROWS,
    Home: () => 0,
    End: (_, length) => length - 1,
  };
  return Object.hasOwn(steps, key) ? steps[key] : undefined;
}
