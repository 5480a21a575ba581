import type { JSX } from 'preact';
import { colourOf } from '../../../design/colours.ts';
import { Icon } from '../../../design/icon.tsx';
import { lineOf } from '../../../format/printable.ts';
import type { CriticalPart } from './critical-path.ts';
import type { TimeSlice } from './minimap-bars.ts';
import { formatMs } from './span-time.ts';
import type { TraceTree, TreeSpan } from './span-tree.ts';

/** Deeper spans stand no further in: the name needs room too. */
const MAX_INDENT = 24;
const INDENT_PX = 12;
/** Units of the bars' picture, which is stretched to the width that there is. */
const WIDTH = 10_000;
/** A bar that is shorter could not be seen. */
const LEAST_WIDTH = 12;

/** A span of a waterfall. */
export function SpanRow(props: {
  readonly row: TreeSpan;
  readonly index: number;
  readonly tree: TraceTree;
  readonly parts: readonly CriticalPart[] | undefined;
  readonly slice: TimeSlice;
  readonly isFolded: boolean;
  readonly isOpen: boolean;
  readonly isFound: boolean;
  readonly isFocusable: boolean;
  readonly onFocus: () => void;
  readonly onFold: (spanId: string, isFolded: boolean) => void;
  readonly onOpen: (spanId: string) => void;
}): JSX.Element {
  const { row, isFolded, index } = props;
  const { span, children, depth } = row;
  const isError = span.status === 'error';
  const classes = [
    'trace-row',
    props.isOpen && 'is-open',
    props.isFound && 'is-found',
    isError && 'is-failed',
  ];
  return (
    <div
      role="row"
      class={classes.filter(Boolean).join(' ')}
      data-index={index}
      aria-rowindex={index + 2}
      aria-level={depth + 1}
      aria-expanded={children.length > 0 ? !isFolded : undefined}
      aria-selected={props.isOpen}
      tabIndex={props.isFocusable ? 0 : -1}
      onFocus={props.onFocus}
      onClick={() => props.onOpen(span.spanId)}
    >
      <span
        role="gridcell"
        class="trace-name"
        style={{ paddingInlineStart: `${Math.min(depth, MAX_INDENT) * INDENT_PX}px` }}
      >
        <span
          class={children.length > 0 ? 'trace-fold' : 'trace-leaf'}
          aria-hidden="true"
          onClick={(event) => {
            if (children.length === 0) return;
            event.stopPropagation();
            props.onFold(span.spanId, !isFolded);
          }}
        >
          {children.length > 0 && (isFolded ? '▸' : '▾')}
        </span>
        <span class={`trace-key series-${colourOf(span.service)}`} aria-hidden="true" />
        {isError && (
          <span class="tone-bad trace-error">
            <Icon name="firing" />
            <span class="visually-hidden">Failed</span>
          </span>
        )}
        <span class="trace-operation" title={lineOf(span.name)}>
          {lineOf(span.name) || '(no name)'}
        </span>
        <span class="trace-service">{lineOf(span.service)}</span>
        {isFolded && <span class="trace-hidden">+{row.end - row.index - 1}</span>}
      </span>
      <span role="gridcell" class="trace-time">
        <SpanBar {...props} />
      </span>
    </div>
  );
}

/** Where in the time the span lies; dark where the trace waited for it. */
function SpanBar(props: {
  readonly row: TreeSpan;
  readonly tree: TraceTree;
  readonly parts: readonly CriticalPart[] | undefined;
  readonly slice: TimeSlice;
}): JSX.Element {
  const { row, tree, slice, parts = [] } = props;
  const { span } = row;
  const place = (atMs: number): number => {
    const share = (atMs - tree.startMs) / (tree.durationMs || 1);
    return Math.max(-1, Math.min(2, (share - slice.from) / (slice.to - slice.from)));
  };
  const from = place(span.startMs);
  const to = place(span.startMs + span.durationMs);
  const isAtEnd = Math.max(0, to) > 0.85;
  // Beside a bar that leaves no room at either side there is none for words.
  const isInside = isAtEnd && from < 0.15;
  const words = `${formatMs(span.durationMs)}${parts.length > 0 ? ', the trace waited for it' : ''}`;
  return (
    <>
      <svg
        class={`trace-bar series-${colourOf(span.service)}`}
        viewBox={`0 0 ${WIDTH} 10`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        <path class="trace-bar-all" d={box(from, to, 1, 8)} />
        {parts.length > 0 && (
          <path
            class="trace-bar-critical"
            d={parts.map((one) => box(place(one.fromMs), place(one.toMs), 7, 2)).join('')}
          />
        )}
      </svg>
      <span
        class={isInside ? 'trace-duration is-inside' : 'trace-duration'}
        style={
          isAtEnd ? { right: isInside ? '0' : `${(1 - from) * 100}%` } : { left: `${Math.max(0, to) * 100}%` }
        }
        title={words}
      >
        {formatMs(span.durationMs)}
      </span>
    </>
  );
}

function box(from: number, to: number, top: number, height: number): string {
  const left = Math.round(from * WIDTH);
  const width = Math.max(LEAST_WIDTH, Math.round((to - from) * WIDTH));
  return `M${left} ${top}h${width}v${height}h${-width}z`;
}
