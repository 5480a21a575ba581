import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { CopyButton } from '../../../design/copy-button.tsx';
import type { RawAnswer } from '../instant-answer.ts';
import { InstantFrame } from './instant-frame.tsx';
import type { QueryResultProps } from './query-result-props.ts';
import { useInstant, useMoment } from './use-instant.ts';

/** Characters of JSON that are shown; the copy has all of them. */
const MAX_SHOWN = 200_000;

/** The answer at one moment as the API gives it. */
export function RawView(props: QueryResultProps): JSX.Element {
  const atMs = useMoment(props.explore.state);
  const answer = useInstant(props.query, atMs, props.isVisible);
  return (
    <InstantFrame answer={answer}>
      {({ raw }) => <RawText raw={raw} label={`Query ${props.letter}: JSON`} />}
    </InstantFrame>
  );
}

function RawText({ raw, label }: { readonly raw: RawAnswer; readonly label: string }): JSX.Element {
  const text = useMemo(() => JSON.stringify(raw, undefined, 2), [raw]);
  const isCut = text.length > MAX_SHOWN;
  return (
    <div class="raw-answer">
      <CopyButton text={text} what="JSON">
        Copy
      </CopyButton>
      <pre class="raw-text" tabIndex={0} role="region" aria-label={label}>
        <code>{isCut ? `${text.slice(0, MAX_SHOWN)}\n… the copy has the rest` : text}</code>
      </pre>
    </div>
  );
}
