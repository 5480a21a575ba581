import type { JSX, RefObject } from 'preact';
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Icon } from '../../design/icon.tsx';
import type { Line, LineBuffer } from './line-buffer.ts';
import { LineDetails } from './line-details.tsx';
import type { LineDeeds } from './line-deeds.ts';
import { LogRow } from './log-row.tsx';
import { useLineWindow } from './use-line-window.ts';

/** What a list of lines shows. */
export interface LogRowsProps {
  readonly lines: LineBuffer;
  /** Another one after each change of the lines. */
  readonly version: number;
  readonly columns: readonly string[];
  readonly isWrapped: boolean;
  /** Whether the lines are of several days. */
  readonly hasDays: boolean;
  readonly isBusy: boolean;
  readonly isOpen: (line: Line) => boolean;
  readonly deeds: LineDeeds;
  readonly onAway: (isAway: boolean) => void;
  readonly onEnd: () => void;
}

const PAGE_ROWS = 10;

/** Lines, the newest first; only those on screen are there. Arrow keys go from one to the next, Enter opens one. */
export function LogRows(props: LogRowsProps): JSX.Element {
  const { lines, columns, isWrapped, isOpen, deeds } = props;
  const body = useRef<HTMLDivElement>(null);
  const [focusedKey, setFocusedKey] = useState('');
  const isUneven = (line: Line): boolean => isWrapped || isOpen(line);
  const part = useLineWindow({ body, lines, isUneven, onAway: props.onAway, onEnd: props.onEnd });
  const shown = lines.slice(part.start, part.end);
  const reachable = shown.some(({ key }) => key === focusedKey) ? focusedKey : shown.at(0)?.key;
  const focusFirst = useFirst(body, part.start);
  const style = useMemo(() => ({ '--log-fields': String(columns.length) }), [columns.length]);
  const classes = [
    'log-table',
    isWrapped && 'is-wrapped',
    columns.length > 0 && 'has-fields',
    props.hasDays && 'has-days',
  ];
  return (
    <div
      role="table"
      class={classes.filter(Boolean).join(' ')}
      style={style}
      aria-label="Log lines"
      aria-rowcount={lines.length + 1}
      aria-busy={props.isBusy}
    >
      <Head columns={columns} deeds={deeds} />
      <div
        ref={body}
        role="rowgroup"
        class="log-body"
        onKeyDown={(event) => moveFocus(event, body.current, focusFirst)}
        onFocusIn={({ target }) => {
          const key = (target as HTMLElement).dataset['key'];
          if (key !== undefined) setFocusedKey(key);
        }}
      >
        <div class="log-space" style={{ height: `${part.beforePx}px` }} />
        {shown.flatMap((line, index) => {
          const row = (
            <LogRow
              key={line.key}
              line={line}
              index={part.start + index}
              columns={columns}
              isOpen={isOpen(line)}
              isFocusable={line.key === reachable}
              deeds={deeds}
            />
          );
          if (!isOpen(line)) return [row];
          const details = (
            <LineDetails
              key={`${line.key}:details`}
              line={line}
              index={part.start + index}
              columns={columns}
              deeds={deeds}
            />
          );
          return [row, details];
        })}
        <div class="log-space" style={{ height: `${part.afterPx}px` }} />
      </div>
    </div>
  );
}

function Head({ columns, deeds }: Pick<LogRowsProps, 'columns' | 'deeds'>): JSX.Element {
  return (
    <div role="rowgroup" class="log-head">
      <div role="row" class="log-line" aria-rowindex={1}>
        <span role="columnheader" class="log-open">
          <span class="visually-hidden">Details</span>
        </span>
        <span role="columnheader">Time</span>
        <span role="columnheader">Level</span>
        <span role="columnheader">Service</span>
        {columns.map((name) => (
          <span key={name} role="columnheader" class="log-column">
            <span class="log-column-name" title={name}>
              {name}
            </span>
            <button
              type="button"
              class="log-column-remove"
              aria-label={`Remove the column ${name}`}
              title="Remove the column"
              onClick={() => deeds.column(name, false)}
            >
              <Icon name="close" />
            </button>
          </span>
        ))}
        <span role="columnheader">Message</span>
      </div>
    </div>
  );
}

/** Goes to the newest line, as soon as it is there. */
function useFirst(body: RefObject<HTMLElement | null>, start: number): () => void {
  const isWanted = useRef(false);
  const focus = (): void => {
    const first = body.current?.querySelector<HTMLElement>('[data-key]');
    if (!isWanted.current || first?.dataset['index'] !== '0') return;
    isWanted.current = false;
    first.focus({ preventScroll: true });
  };
  useLayoutEffect(focus, [start]);
  return () => {
    isWanted.current = true;
    scrollTo({ top: 0 });
    focus();
  };
}

/** Goes to another row by keys; rows a little off screen are there, and scrolling brings more. */
function moveFocus(event: KeyboardEvent, body: HTMLElement | null, focusFirst: () => void): void {
  const { target } = event;
  if (!(target instanceof HTMLElement) || target.dataset['key'] === undefined || body === null) return;
  const rows = [...body.querySelectorAll<HTMLElement>('[data-key]')];
  const at = rows.indexOf(target);
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + PAGE_ROWS,
    PageUp: at - PAGE_ROWS,
  };
  if (event.key === 'Home') {
    event.preventDefault();
    return focusFirst();
  }
  if (!Object.hasOwn(steps, event.key)) return;
  event.preventDefault();
  const next = rows.at(Math.min(rows.length - 1, Math.max(0, steps[event.key])));
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: 'nearest' });
}
