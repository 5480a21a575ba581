import type { Attributes } from '@telltale/station/contract';
import type { JSX } from 'preact';

const MAX_VALUE = 2000;

/** The attributes of a record or a span, as name and value; always text. */
export function RecordFacts(props: {
  readonly message?: string;
  readonly attributes: Attributes;
}): JSX.Element {
  const names = Object.keys(props.attributes);
  return (
    <>
      {props.message !== undefined && <pre class="story-message">{props.message.slice(0, MAX_VALUE)}</pre>}
      {names.length > 0 && (
        <dl class="facts story-facts">
          {names.map((name) => (
            <div class="fact" key={name}>
              <dt>{name}</dt>
              <dd>{textOf(props.attributes[name])}</dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}

/** A value as a text of bounded length. */
export function textOf(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > MAX_VALUE ? `${text.slice(0, MAX_VALUE)}…` : text;
}
