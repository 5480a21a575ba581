import type { JSX, RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { levelOf } from '../../../format/log-level.ts';
import { lineOf } from '../../../format/printable.ts';
import type { Line } from '../line-buffer.ts';
import type { LogList } from '../log-list.ts';
import { formatLogTime } from '../log-time.ts';

/** As the style has it. */
const ROW_PX = 24;
const SPARE_ROWS = 8;
/** Until the box has been laid out. */
const GUESSED_ROWS = 12;

/**
 * The lines of a panel in a box that scrolls by itself; only those in sight are there. Arrow keys, Home and End go
 * from one to another, Enter opens it. While somebody reads further down, new lines wait.
 */
export function PanelLines(props: {
  readonly title: string;
  readonly list: LogList;
  /** Another one after each change of the lines. */
  readonly version: number;
  readonly onOpen: (line: Line) => void;
}): JSX.Element {
  const { list, onOpen } = props;
  const { lines } = list;
  const box = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const [at, setAt] = useState('');
  const wanted = useWantedFocus(box);
  const height = box.current?.clientHeight ?? GUESSED_ROWS * ROW_PX;
  const start = Math.max(0, Math.min(lines.length, Math.floor(top / ROW_PX)) - SPARE_ROWS);
  const end = Math.min(lines.length, start + Math.ceil(height / ROW_PX) + SPARE_ROWS * 2);
  const shown = lines.slice(start, end);
  const reachable = shown.some(({ key }) => key === at) ? at : shown.at(0)?.key;

  const goTo = (index: number): void => {
    const element = box.current;
    const line = lines.at(Math.min(lines.length - 1, Math.max(0, index)));
    if (element === null || line === undefined) return;
    const place = Math.min(lines.length - 1, Math.max(0, index)) * ROW_PX;
    wanted.current = line.key;
    setAt(line.key);
    if (place < element.scrollTop) element.scrollTop = place;
    const lowest = place + ROW_PX - element.clientHeight;
    if (lowest > element.scrollTop) element.scrollTop = lowest;
  };
  return (
    <div class="panel-lines-frame">
      <div
        ref={box}
        class="panel-lines"
        role="list"
        aria-label={`${props.title}: newest lines first`}
        aria-busy={list.isLoading}
        onScroll={({ currentTarget }) => {
          setTop(currentTarget.scrollTop);
          list.hold(currentTarget.scrollTop > ROW_PX);
          const restPx = currentTarget.scrollHeight - currentTarget.clientHeight - currentTarget.scrollTop;
          if (restPx < ROW_PX * SPARE_ROWS) void list.more();
        }}
        onKeyDown={(event) => {
          const index = Number((event.target as HTMLElement).dataset['index']);
          const next = nextOf(event.key, index, lines.length);
          if (next === undefined || Number.isNaN(index)) return;
          event.preventDefault();
          goTo(next);
        }}
      >
        <Space rows={start} />
        {shown.map((line, i) => (
          <PanelLine
            key={line.key}
            line={line}
            index={start + i}
            isFocusable={line.key === reachable}
            onFocus={() => setAt(line.key)}
            onOpen={() => onOpen(line)}
          />
        ))}
        <Space rows={lines.length - end} />
      </div>
      <Waiting count={list.waiting} onShow={() => box.current?.scrollTo({ top: 0 })} />
    </div>
  );
}

function PanelLine(props: {
  readonly line: Line;
  readonly index: number;
  readonly isFocusable: boolean;
  readonly onFocus: () => void;
  readonly onOpen: () => void;
}): JSX.Element {
  const { record, key } = props.line;
  const level = levelOf(record.severity);
  return (
    <div role="listitem" class={`panel-line is-${level}`}>
      <button
        type="button"
        data-key={key}
        data-index={props.index}
        tabIndex={props.isFocusable ? 0 : -1}
        title={lineOf(record.message)}
        onFocus={props.onFocus}
        onClick={props.onOpen}
      >
        <span class={`log-level level-${level}`}>{level}</span>
        <span class="panel-line-time">{formatLogTime(record.timeMs)}</span>
        <span class="panel-line-message">{lineOf(record.message)}</span>
      </button>
    </div>
  );
}

/** Lines that came in while somebody reads further down. */
function Waiting(props: { readonly count: number; readonly onShow: () => void }): JSX.Element | null {
  const { count } = props;
  if (count === 0) return null;
  return (
    <button type="button" class="button panel-lines-waiting" onClick={props.onShow}>
      {count === 1 ? '1 new line' : `${count} new lines`}
    </button>
  );
}

/** Puts the focus onto the row of this key as soon as it is there. */
function useWantedFocus(box: RefObject<HTMLElement | null>): RefObject<string> {
  const wanted = useRef('');
  useLayoutEffect(() => {
    if (wanted.current === '') return;
    const row = [...(box.current?.querySelectorAll<HTMLElement>('[data-key]') ?? [])].find(
      ({ dataset }) => dataset['key'] === wanted.current,
    );
    if (row === undefined) return;
    wanted.current = '';
    row.focus({ preventScroll: true });
  });
  return wanted;
}

/** Room of the rows that are not there. */
function Space({ rows }: { readonly rows: number }): JSX.Element {
  const element = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (element.current !== null) element.current.style.height = `${rows * ROW_PX}px`;
  }, [rows]);
  return <div ref={element} aria-hidden="true" />;
}

const PAGE_ROWS = 10;

function nextOf(key: string, index: number, length: number): number | undefined {
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: index + 1,
    ArrowUp: index - 1,
    PageDown: index + PAGE_ROWS,
    PageUp: index - PAGE_ROWS,
    Home: 0,
    End: length - 1,
  };
  return Object.hasOwn(steps, key) ? steps[key] : undefined;
}
