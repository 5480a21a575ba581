import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { Icon } from '../../design/icon.tsx';
import { formatFullMoment } from '../../format/times.ts';
import type { Line } from './line-buffer.ts';
import type { LineDeeds } from './line-deeds.ts';
import { printable } from '../../format/printable.ts';
import { MAX_FIELDS, recordFields } from './record-fields.ts';
import type { RecordField } from './record-fields.ts';

/** More letters of a message are shown when they are asked for. */
const MAX_MESSAGE = 8000;
const MAX_VALUE = 1000;

/** All of a line: its message as it was written, its fields, and what can be done with them. */
export function LineDetails(props: {
  readonly line: Line;
  readonly index: number;
  readonly columns: readonly string[];
  readonly deeds: LineDeeds;
}): JSX.Element {
  return (
    <div role="row" class="log-details-row" data-index={props.index}>
      <div role="cell" class="log-details">
        <LineContent {...props} />
      </div>
    </div>
  );
}

/** The message of a line, its fields, and what can be done with it. */
export function LineContent(props: {
  readonly line: Line;
  readonly columns: readonly string[];
  readonly deeds: LineDeeds;
  /** Whether what is around the line is on screen already. */
  readonly isAround?: boolean;
}): JSX.Element {
  const { line, deeds } = props;
  const { record } = line;
  return (
    <>
      <div class="log-deeds">
        <span class="log-moment">{formatFullMoment(record.timeMs)}</span>
        {props.isAround !== true && (
          <button type="button" class="text-button" onClick={() => deeds.around(line)}>
            Around this line
          </button>
        )}
        {record.traceId !== undefined && (
          <button type="button" class="text-button" onClick={() => deeds.trace(line)}>
            Trace
          </button>
        )}
        <button type="button" class="text-button" onClick={() => deeds.story(line)}>
          Story
        </button>
        <button type="button" class="text-button" onClick={() => deeds.copyLink(line)}>
          Copy link
        </button>
        <button type="button" class="text-button" onClick={() => deeds.copyJson(line)}>
          Copy JSON
        </button>
      </div>
      <Message text={record.message} />
      <Fields record={line} columns={props.columns} deeds={deeds} />
    </>
  );
}

function Message({ text }: { readonly text: string }): JSX.Element {
  const [isWhole, setWhole] = useState(false);
  const isCut = text.length > MAX_MESSAGE && !isWhole;
  return (
    <>
      <pre class="log-whole" tabIndex={0} role="group" aria-label="Message">
        {printable(isCut ? text.slice(0, MAX_MESSAGE) : text)}
      </pre>
      {isCut && (
        <button type="button" class="text-button" onClick={() => setWhole(true)}>
          Show all {text.length.toLocaleString('en-GB')} letters
        </button>
      )}
    </>
  );
}

function Fields(props: {
  readonly record: Line;
  readonly columns: readonly string[];
  readonly deeds: LineDeeds;
}): JSX.Element {
  const fields = useMemo(() => recordFields(props.record.record), [props.record]);
  const rest = fields.length - MAX_FIELDS;
  return (
    <>
      <dl class="log-fields">
        {fields.slice(0, MAX_FIELDS).map((field) => (
          <Field key={field.name} field={field} columns={props.columns} deeds={props.deeds} />
        ))}
      </dl>
      {rest > 0 && <p class="log-rest">{rest} more: copy the line as JSON to see all.</p>}
    </>
  );
}

/** Fields that every line shows anyway. */
const SHOWN = new Set(['service']);

function Field(props: {
  readonly field: RecordField;
  readonly columns: readonly string[];
  readonly deeds: LineDeeds;
}): JSX.Element {
  const { deeds, columns } = props;
  const { name, value } = props.field;
  const isColumn = columns.includes(name);
  const isCut = value.length > MAX_VALUE;
  const shown = printable(isCut ? `${value.slice(0, MAX_VALUE)}…` : value);
  return (
    <div class="log-field-row">
      <dt title={name}>{printable(name)}</dt>
      <dd>
        <span class="log-value">{shown === '' ? '""' : shown}</span>
        <span class="log-field-deeds">
          <FieldDeed
            sign="+"
            title={`Only lines with this ${name}`}
            run={() => deeds.filter(name, value, false)}
          />
          <FieldDeed
            sign="−"
            title={`Only lines without this ${name}`}
            run={() => deeds.filter(name, value, true)}
          />
          {!SHOWN.has(name) && (
            <FieldDeed
              sign="▥"
              title={isColumn ? `Remove the column ${name}` : `Column of ${name}`}
              isPressed={isColumn}
              run={() => deeds.column(name, !isColumn)}
            />
          )}
          <button
            type="button"
            class="log-field-deed"
            aria-label={`Copy: ${name}`}
            title={`Copy: ${name}`}
            onClick={() => deeds.copyText(value, name)}
          >
            <Icon name="copy" />
          </button>
        </span>
      </dd>
    </div>
  );
}

function FieldDeed(props: {
  readonly sign: string;
  readonly title: string;
  readonly isPressed?: boolean;
  readonly run: () => void;
}): JSX.Element {
  return (
    <button
      type="button"
      class="log-field-deed"
      aria-label={props.title}
      title={props.title}
      aria-pressed={props.isPressed}
      onClick={props.run}
    >
      {props.sign}
    </button>
  );
}
