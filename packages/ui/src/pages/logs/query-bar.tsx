import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../../design/icon.tsx';
import { Popover } from '../../design/popover.tsx';
import { useKeys } from '../../navigation/keys.tsx';

/** The line that a query is written in: Enter asks, Esc takes back what was not asked. */
export function QueryBar(props: {
  readonly query: string;
  /** What is wrong with it, as the station says it; empty where nothing is. */
  readonly error: string;
  readonly onAsk: (query: string) => void;
}): JSX.Element {
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(props.query);
  useEffect(() => setTyped(props.query), [props.query]);
  useKeys([{ keys: '/', title: 'Write a query', group: 'Logs', run: () => input.current?.select() }]);
  return (
    <form
      class="log-query"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        props.onAsk(typed.trim());
      }}
    >
      <div class="log-query-line">
        <Icon name="search" />
        <input
          ref={input}
          class="log-query-input"
          aria-label="Query"
          aria-invalid={props.error !== ''}
          aria-describedby={props.error === '' ? undefined : 'log-query-error'}
          placeholder="refused level>=warn order.id:7 /after \d+ms/"
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          value={typed}
          onInput={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            event.preventDefault();
            if (typed === props.query) event.currentTarget.blur();
            else setTyped(props.query);
          }}
        />
        <Popover
          label={<Icon name="help" />}
          name="How to write a query"
          title="How to write a query"
          buttonClass="icon-button"
          align="end"
        >
          {() => <QueryHelp />}
        </Popover>
        <button type="submit" class="button is-primary">
          Search
        </button>
      </div>
      {props.error !== '' && (
        <pre class="log-query-error" id="log-query-error" role="alert">
          {props.error}
        </pre>
      )}
    </form>
  );
}

const HELP: readonly (readonly [example: string, meaning: string])[] = [
  ['refused "connection reset"', 'these texts in the message'],
  ['/timeout after \\d+ms/', 'something that matches, in RE2’s syntax'],
  ['level>=warn', 'at least as severe'],
  ['service:pay* trace:0af7…', 'of a service, of a trace'],
  ['order.id:7 duration>=250', 'a field with this value, or a number as large'],
  ['user:*', 'with this field, whatever its value'],
  ['a OR b   -c   (a b) OR c', 'one of them; not; together'],
];

function QueryHelp(): JSX.Element {
  return (
    <dl class="log-help">
      {HELP.map(([example, meaning]) => (
        <div key={example}>
          <dt>
            <code>{example}</code>
          </dt>
          <dd>{meaning}</dd>
        </div>
      ))}
    </dl>
  );
}
