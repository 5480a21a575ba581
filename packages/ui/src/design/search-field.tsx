import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useKeys } from '../navigation/keys.tsx';
import { Icon } from './icon.tsx';

/** What is typed is told after so much rest. */
const REST_MS = 120;

/** A field to search the page with; `/` puts the cursor into it, Esc empties it, and leaves it when it is empty. */
export function SearchField(props: {
  /** What is searched: `Search targets`. */
  readonly label: string;
  readonly placeholder?: string;
  readonly value: string;
  readonly onSearch: (text: string) => void;
  /** Fields of a drawer do not take `/` from the page. Default: yes. */
  readonly hasKey?: boolean;
}): JSX.Element {
  const input = useRef<HTMLInputElement>(null);
  const rest = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [typed, setTyped] = useState(props.value);
  const told = useRef(props.value);
  useEffect(() => {
    // What was told comes back later than the next letters are typed.
    if (props.value === told.current) return;
    told.current = props.value;
    setTyped(props.value);
  }, [props.value]);
  useEffect(() => () => clearTimeout(rest.current), []);
  const hasKey = props.hasKey ?? true;
  useKeys(
    hasKey ? [{ keys: '/', title: props.label, group: 'This page', run: () => input.current?.select() }] : [],
  );
  const tell = (text: string): void => {
    setTyped(text);
    clearTimeout(rest.current);
    rest.current = setTimeout(() => {
      told.current = text;
      props.onSearch(text);
    }, REST_MS);
  };
  return (
    <div class="search-field">
      <Icon name="search" />
      <input
        ref={input}
        type="search"
        class="search"
        aria-label={props.label}
        placeholder={props.placeholder ?? props.label}
        value={typed}
        autocomplete="off"
        spellcheck={false}
        onInput={(event) => tell(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.preventDefault();
          if (typed === '') event.currentTarget.blur();
          else tell('');
        }}
      />
      {hasKey && <kbd class="search-key">/</kbd>}
    </div>
  );
}
