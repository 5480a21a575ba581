import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { CriticalPath } from './critical-path.ts';
import type { TimeSlice } from './minimap-bars.ts';
import { formatMs } from './span-time.ts';
import { SpanRow } from './span-row.tsx';
import type { TraceTree, TreeSpan } from './span-tree.ts';
import { useFixedRows } from './use-fixed-rows.ts';

/** As `.trace-row` has it. */
const ROW_PX = 28;
const PAGE_ROWS = 10;
const TICKS = [0, 0.25, 0.5, 0.75];

/** What a waterfall shows. */
export interface WaterfallProps {
  readonly tree: TraceTree;
  readonly path: CriticalPath;
  readonly rows: readonly TreeSpan[];
  readonly slice: TimeSlice;
  readonly folded: ReadonlySet<string>;
  readonly onFold: (spanId: string, isFolded: boolean) => void;
  /** The span whose details are shown. */
  readonly openId: string | undefined;
  readonly onOpen: (spanId: string) => void;
  /** Spans that somebody looks for. */
  readonly found: ReadonlySet<TreeSpan>;
}

/** Spans over time, parents above their children. Only those on screen are there. */
export function Waterfall(props: WaterfallProps): JSX.Element {
  const { tree, rows, slice, openId, folded } = props;
  const box = useRef<HTMLDivElement>(null);
  const part = useFixedRows(box, rows.length, ROW_PX);
  const [focusedId, setFocusedId] = useState(openId);
  const wantsFocus = useRef(false);
  const at = Math.max(
    0,
    rows.findIndex(({ span }) => span.spanId === focusedId),
  );
  useEffect(() => {
    if (openId === undefined) return;
    setFocusedId(openId);
    part.show(rows.findIndex(({ span }) => span.spanId === openId));
  }, [openId, rows.length]);
  useLayoutEffect(() => {
    if (!wantsFocus.current) return;
    const row = box.current?.querySelector<HTMLElement>(`[data-index="${at}"]`);
    if (!row) return;
    wantsFocus.current = false;
    row.focus({ preventScroll: true });
  });
  const focusRow = (index: number): void => {
    const to = Math.min(rows.length - 1, Math.max(0, index));
    wantsFocus.current = true;
    setFocusedId(rows[to].span.spanId);
    part.show(to);
  };
  const reachable = at >= part.start && at < part.end ? at : part.start;
  return (
    <div
      role="treegrid"
      class="trace-rows"
      aria-label="Spans"
      aria-rowcount={rows.length + 1}
      onKeyDown={(event) => {
        const row = rows.at(reachable);
        if (row && pressed(event, row, { ...props, at: reachable, focusRow })) event.preventDefault();
      }}
    >
      <Head tree={tree} slice={slice} />
      <div role="rowgroup" class="trace-box" ref={box} tabIndex={-1}>
        <div class="trace-space" style={{ height: `${part.beforePx}px` }} />
        {rows.slice(part.start, part.end).map((row, index) => (
          <SpanRow
            key={row.span.spanId}
            row={row}
            index={part.start + index}
            tree={tree}
            parts={props.path.get(row)}
            slice={slice}
            isFolded={folded.has(row.span.spanId)}
            isOpen={row.span.spanId === openId}
            isFound={props.found.has(row)}
            isFocusable={part.start + index === reachable}
            onFocus={() => setFocusedId(row.span.spanId)}
            onFold={props.onFold}
            onOpen={props.onOpen}
          />
        ))}
        <div class="trace-space" style={{ height: `${part.afterPx}px` }} />
      </div>
    </div>
  );
}

interface Place extends WaterfallProps {
  readonly at: number;
  readonly focusRow: (index: number) => void;
}

/** Does what a key says at a row; whether it says anything. */
function pressed(event: KeyboardEvent, row: TreeSpan, place: Place): boolean {
  const isRow = event.target instanceof HTMLElement && event.target.dataset['index'] !== undefined;
  if (!isRow || event.ctrlKey || event.metaKey || event.altKey) return false;
  const { at, rows, folded, onFold, focusRow } = place;
  const { spanId } = row.span;
  const isOpenable = row.children.length > 0;
  const isFolded = folded.has(spanId);
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + PAGE_ROWS,
    PageUp: at - PAGE_ROWS,
    Home: 0,
    End: rows.length - 1,
  };
  if (Object.hasOwn(steps, event.key)) focusRow(steps[event.key]);
  else if (event.key === 'Enter') place.onOpen(spanId);
  else if (event.key === 'ArrowRight' && isOpenable) {
    if (isFolded) onFold(spanId, false);
    else focusRow(at + 1);
  } else if (event.key === 'ArrowLeft' && isOpenable && !isFolded) onFold(spanId, true);
  else if (event.key === 'ArrowLeft' && row.parent) focusRow(rows.indexOf(row.parent));
  else return false;
  return true;
}

function Head({ tree, slice }: Pick<WaterfallProps, 'tree' | 'slice'>): JSX.Element {
  const lengthMs = tree.durationMs;
  return (
    <div role="rowgroup" class="trace-head">
      <div role="row" class="trace-row" aria-rowindex={1}>
        <span role="columnheader" class="trace-name">
          Service and operation
        </span>
        <span role="columnheader" class="trace-time">
          <span class="visually-hidden">Time</span>
          {TICKS.map((tick) => (
            <span key={tick} class="trace-tick" style={{ left: `${tick * 100}%` }}>
              {formatMs((slice.from + tick * (slice.to - slice.from)) * lengthMs)}
            </span>
          ))}
        </span>
      </div>
    </div>
  );
}
