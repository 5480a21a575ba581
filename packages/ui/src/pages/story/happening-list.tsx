import type { JSX } from 'preact';
import { Icon } from '../../design/icon.tsx';
import { StateBadge } from '../../design/state-badge.tsx';
import { TooMuch } from '../../design/too-much.tsx';
import { useHref } from '../../navigation/links.ts';
import { formatMoment } from '../../format/times.ts';
import type { Happening } from './happenings.ts';
import { RecordFacts } from './record-facts.tsx';

const MAX_LISTED = 400;
const MAX_TEXT = 400;

/** All of the story in words, in the order of time. */
export function HappeningList(props: {
  readonly happenings: readonly Happening[];
  readonly nowMs: number;
  readonly chosen: string | undefined;
}): JSX.Element {
  const { happenings, nowMs } = props;
  const listed = happenings.slice(0, MAX_LISTED);
  return (
    <>
      <ol class="story-list">
        {listed.map((one) => (
          <li
            key={one.key}
            id={idOf(one.key)}
            tabIndex={-1}
            class={`story-item ${one.isSuspect === true ? 'is-suspect' : ''} ${one.key === props.chosen ? 'is-chosen' : ''}`}
          >
            <span class="story-moment">{formatMoment(one.atMs, nowMs)}</span>
            <StateBadge icon={one.icon} word={one.word} tone={one.tone} />
            <HappeningText happening={one} />
          </li>
        ))}
      </ol>
      {happenings.length > MAX_LISTED && (
        <TooMuch title={`The first ${MAX_LISTED} of ${happenings.length} are listed`}>
          Show only what went wrong, or look at the logs of this time.
        </TooMuch>
      )}
    </>
  );
}

/** The id of the item of a happening, to go there. */
export function idOf(key: string): string {
  return `happening-${encodeURIComponent(key)}`;
}

function HappeningText({ happening }: { readonly happening: Happening }): JSX.Element {
  const hrefOf = useHref();
  const { text, note, record, times, isSuspect } = happening;
  const shown = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
  if (record) {
    return (
      <details class="story-text">
        <summary>
          <span class="story-words">{shown}</span> <span class="story-note">{note}</span>
          {times !== undefined && <span class="story-times">{times} times</span>}
        </summary>
        <RecordFacts message={text} attributes={record.attributes} />
      </details>
    );
  }
  return (
    <span class="story-text">
      {happening.traceId === undefined ? (
        <span class="story-words">{shown}</span>
      ) : (
        <a class="story-words" href={hrefOf({ page: 'traces', id: happening.traceId })}>
          {shown}
        </a>
      )}{' '}
      <span class="story-note">{note}</span>
      {isSuspect === true && (
        <span class="story-blame">
          <Icon name="info" />
          the last change before it went wrong
        </span>
      )}
    </span>
  );
}
