import type { JSX } from 'preact';
import { CopyButton } from '../../design/copy-button.tsx';
import { isRecord, readableMessage } from './readable-message.ts';

/** Levels of a message that stand open at first; what lies deeper is opened by who wants it. */
const OPEN_LEVELS = 3;
/** Items of one list; a message of a hundred alerts is read by its first ones. */
const MAX_ITEMS = 20;

/** A message as it is sent: always text, whatever stands in it. */
export function MessageView(props: { readonly integration: string; readonly message: unknown }): JSX.Element {
  const { integration, message } = props;
  const readable = readableMessage(integration, message);
  return (
    <div class="message">
      <CopyButton
        text={typeof message === 'string' ? message : JSON.stringify(message, null, 2)}
        what="Message"
      />
      {readable.kind === 'mail' && <MailHead head={readable.head} />}
      {readable.kind === 'json' ? (
        <JsonValue value={readable.value} level={0} />
      ) : (
        <pre class="message-text">{readable.text}</pre>
      )}
    </div>
  );
}

function MailHead(props: {
  readonly head: readonly (readonly [name: string, value: string])[];
}): JSX.Element {
  return (
    <dl class="message-head">
      {props.head.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function JsonValue({ value, level }: { readonly value: unknown; readonly level: number }): JSX.Element {
  if (Array.isArray(value)) {
    return (
      <JsonFields
        entries={value.slice(0, MAX_ITEMS).map((item: unknown, index) => [`#${index + 1}`, item])}
        more={value.length - MAX_ITEMS}
        level={level}
      />
    );
  }
  if (isRecord(value)) return <JsonFields entries={Object.entries(value)} more={0} level={level} />;
  return typeof value === 'string' ? (
    <span class="json-text">{value === '' ? '""' : value}</span>
  ) : (
    <span class="json-plain">{JSON.stringify(value)}</span>
  );
}

function JsonFields(props: {
  readonly entries: readonly (readonly [name: string, value: unknown])[];
  /** Items beyond those. */
  readonly more: number;
  readonly level: number;
}): JSX.Element {
  const { entries, more, level } = props;
  if (entries.length === 0) return <span class="json-plain">none</span>;
  return (
    <ul class="json">
      {entries.map(([name, value]) => (
        <li key={name}>
          {isFoldable(value) ? (
            <details open={level < OPEN_LEVELS}>
              <summary>
                <span class="json-name">{name}</span> <span class="json-size">{sizeOf(value)}</span>
              </summary>
              <JsonValue value={value} level={level + 1} />
            </details>
          ) : (
            <>
              <span class="json-name">{name}</span> <JsonValue value={value} level={level + 1} />
            </>
          )}
        </li>
      ))}
      {more > 0 && <li class="json-size">and {more} more</li>}
    </ul>
  );
}

function isFoldable(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : isRecord(value) && Object.keys(value).length > 0;
}

function sizeOf(value: unknown): string {
  const size = Array.isArray(value) ? value.length : Object.keys(value ?? {}).length;
  return String(size);
}
