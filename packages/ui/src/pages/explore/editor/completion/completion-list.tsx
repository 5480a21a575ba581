import type { JSX, RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { placeBelow } from '../overlay/place-below.ts';
import type { Completion, Offer } from './use-completion.ts';

/** The id of an option in the list of an id. */
export function optionId(list: string, index: number): string {
  return `${list}-${index}`;
}

/** What can be written at the caret, below it. The focus stays in the field. */
export function CompletionList(props: {
  readonly id: string;
  readonly offer: Offer;
  readonly completion: Completion;
  readonly overlay: RefObject<HTMLElement | null>;
}): JSX.Element {
  const { id, offer, completion, overlay } = props;
  const { candidates, selected, context } = offer;
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => placeBelow(box.current, overlay.current, context.from), [context.from, candidates]);
  useEffect(() => {
    document.getElementById(optionId(id, selected))?.scrollIntoView({ block: 'nearest' });
  }, [id, selected, candidates]);
  const help = candidates[selected]?.help ?? '';
  return (
    <div ref={box} class="completion">
      <ul id={id} class="completion-list" role="listbox" aria-label="Completions">
        {candidates.map(({ kind, text, detail }, index) => (
          <li
            key={`${kind} ${text}`}
            id={optionId(id, index)}
            class="completion-option"
            role="option"
            aria-selected={index === selected}
            // The field keeps the focus.
            onMouseDown={(event) => event.preventDefault()}
            onPointerMove={() => {
              if (index !== selected) completion.select(index);
            }}
            onClick={() => completion.accept(index)}
          >
            <span class={`completion-text is-${kind}`}>{text === '' ? '(empty)' : text}</span>
            {detail !== '' && <span class="completion-detail">{detail}</span>}
          </li>
        ))}
      </ul>
      {help !== '' && <p class="completion-help">{help}</p>}
    </div>
  );
}
