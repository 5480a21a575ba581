import type { StoredLogRecord } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useRemote } from '../../data/station-context.ts';
import { Drawer } from '../../design/drawer.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { levelOf } from '../../format/log-level.ts';
import type { Line } from './line-buffer.ts';
import type { LineDeeds } from './line-deeds.ts';
import { LineContent } from './line-details.tsx';
import { formatLogTime } from './log-time.ts';
import { lineOf } from '../../format/printable.ts';

/** Lines on each side: at first, with each further wish, and at most. */
const FIRST = 10;
const MORE = 40;
const MOST = 1000;

/** A line, and what the same service logged before and after it. */
export function LineDrawer(props: {
  readonly id: string;
  readonly columns: readonly string[];
  readonly deeds: LineDeeds;
  readonly onClose: () => void;
}): JSX.Element {
  const { id } = props;
  const [size, setSize] = useState({ before: FIRST, after: FIRST });
  const context = useRemote(
    ['log-context', id, size.before, size.after],
    (api, signal) => api.logs.context({ id, ...size }, signal),
    { keepsPrevious: true, isLive: false },
  );
  const { data } = context;
  return (
    <Drawer
      title={data === undefined ? 'Line' : `${data.record.service}: around a line`}
      onClose={props.onClose}
    >
      {data === undefined && context.error === '' && <Skeleton label="Loading the lines" lines={10} />}
      {data === undefined && context.error.includes('no such log record') && (
        <EmptyState title="This line is gone">
          <p>It is older than what the station keeps.</p>
        </EmptyState>
      )}
      {data === undefined && context.error !== '' && !context.error.includes('no such log record') && (
        <ErrorState title="The lines could not be loaded" error={context.error} onRetry={context.refresh} />
      )}
      {data !== undefined && (
        <div class="log-around">
          <More
            words="earlier"
            isThere={data.before.length >= size.before && size.before < MOST}
            onMore={() => setSize({ ...size, before: Math.min(MOST, size.before + MORE) })}
          />
          <ol class="log-around-lines" aria-label="Before">
            {data.before.map((record) => (
              <Around key={record.id} record={record} deeds={props.deeds} />
            ))}
          </ol>
          <Shown {...props} record={data.record} />
          <ol class="log-around-lines" aria-label="After">
            {data.after.map((record) => (
              <Around key={record.id} record={record} deeds={props.deeds} />
            ))}
          </ol>
          <More
            words="later"
            isThere={data.after.length >= size.after && size.after < MOST}
            onMore={() => setSize({ ...size, after: Math.min(MOST, size.after + MORE) })}
          />
        </div>
      )}
    </Drawer>
  );
}

function More(props: {
  readonly words: 'earlier' | 'later';
  readonly isThere: boolean;
  readonly onMore: () => void;
}): JSX.Element {
  if (!props.isThere) {
    return (
      <p class="log-rest">
        {props.words === 'earlier' ? 'The first line of this service' : 'The newest line of this service'}
      </p>
    );
  }
  return (
    <button type="button" class="text-button" onClick={props.onMore}>
      {MORE} {props.words} lines
    </button>
  );
}

/** The line itself, with everything that is known of it. */
function Shown(props: {
  readonly record: StoredLogRecord;
  readonly columns: readonly string[];
  readonly deeds: LineDeeds;
}): JSX.Element {
  const { record } = props;
  const element = useRef<HTMLElement>(null);
  useEffect(() => element.current?.scrollIntoView({ block: 'center' }), [record.id]);
  const level = levelOf(record.severity);
  return (
    <section ref={element} class={`log-around-shown is-${level}`} aria-label="The line">
      <p class="log-around-head">
        <span class="log-time">{formatLogTime(record.timeMs)}</span>{' '}
        <span class={`log-level level-${level}`}>{level}</span>
      </p>
      <LineContent line={lineFor(record)} columns={props.columns} deeds={props.deeds} isAround />
    </section>
  );
}

function Around({
  record,
  deeds,
}: {
  readonly record: StoredLogRecord;
  readonly deeds: LineDeeds;
}): JSX.Element {
  const level = levelOf(record.severity);
  return (
    <li>
      <button
        type="button"
        class={`log-around-line is-${level}`}
        title="Show this line"
        onClick={() => deeds.around(lineFor(record))}
      >
        <span class="log-time">{formatLogTime(record.timeMs)}</span>
        <span class={`log-level level-${level}`}>{level}</span>
        <span class="log-message">{lineOf(record.message)}</span>
      </button>
    </li>
  );
}

function lineFor(record: StoredLogRecord): Line {
  return { key: record.id, id: record.id, record, heightPx: 0 };
}
