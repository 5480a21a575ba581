import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../../../design/icon.tsx';
import { useGo, useHref } from '../../../navigation/links.ts';
import { useKeys } from '../../../navigation/keys.tsx';
import { traceIdOf } from '../trace/view-state.ts';

/** The line that a query is written in, or a trace id pasted into: Enter asks, Esc takes back what was not asked. */
export function TraceQueryBar(props: {
  readonly query: string;
  /** What is wrong with it, as the station says it; empty where nothing is. */
  readonly error: string;
  readonly onAsk: (query: string) => void;
}): JSX.Element {
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(props.query);
  const go = useGo();
  const hrefOf = useHref();
  useEffect(() => setTyped(props.query), [props.query]);
  useKeys([{ keys: '/', title: 'Write a query', group: 'Traces', run: () => input.current?.select() }]);
  const ask = (text: string): void => {
    const id = traceIdOf(text);
    if (id === undefined) props.onAsk(text.trim());
    else go(hrefOf({ page: 'traces', id }));
  };
  return (
    <form
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        ask(typed);
      }}
    >
      <div class="trace-query-line">
        <Icon name="search" />
        <input
          ref={input}
          class="trace-query-input"
          aria-label="Query"
          aria-invalid={props.error !== ''}
          aria-describedby={props.error === '' ? undefined : 'trace-query-error'}
          placeholder={'http.route:"/pay" user.tier:gold duration>250ms, or a trace id'}
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          value={typed}
          onInput={(event) => setTyped(event.currentTarget.value)}
          onPaste={(event) => {
            const text = event.clipboardData?.getData('text') ?? '';
            if (traceIdOf(text) === undefined) return;
            event.preventDefault();
            ask(text);
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            event.preventDefault();
            if (typed === props.query) event.currentTarget.blur();
            else setTyped(props.query);
          }}
        />
        <button type="submit" class="button is-primary">
          Search
        </button>
      </div>
      {props.error !== '' && (
        <pre class="trace-query-error" id="trace-query-error" role="alert">
          {props.error}
        </pre>
      )}
    </form>
  );
}
