import type { JSX } from 'preact';
import { memo } from '../../design/memo.ts';
import type { Line } from './line-buffer.ts';
import type { LineDeeds } from './line-deeds.ts';
import { levelOf } from '../../format/log-level.ts';
import { formatLogTime } from './log-time.ts';
import { lineOf, printable } from '../../format/printable.ts';
import { fieldOf } from './record-fields.ts';

/** One line of the list. */
export const LogRow = memo(function LogRow(props: {
  readonly line: Line;
  readonly index: number;
  readonly columns: readonly string[];
  readonly isOpen: boolean;
  readonly isFocusable: boolean;
  readonly deeds: LineDeeds;
}): JSX.Element {
  const { line, isOpen, deeds } = props;
  const { record } = line;
  const level = levelOf(record.severity);
  return (
    <div
      role="row"
      class={`log-line log-row is-${level}${isOpen ? ' is-open' : ''}`}
      data-index={props.index}
      data-key={line.key}
      aria-rowindex={props.index + 2}
      tabIndex={props.isFocusable ? 0 : -1}
      onClick={({ target }) => {
        if (!isOther(target)) deeds.toggle(line);
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || event.target !== event.currentTarget) return;
        event.preventDefault();
        deeds.toggle(line);
      }}
    >
      <span role="cell" class="log-open">
        <button
          type="button"
          class="log-open-button"
          tabIndex={-1}
          aria-expanded={isOpen}
          aria-label="Details"
          onClick={() => deeds.toggle(line)}
        />
      </span>
      <span role="cell" class="log-time">
        {formatLogTime(record.timeMs)}
      </span>
      <span role="cell" class={`log-level level-${level}`}>
        {level}
      </span>
      <span role="cell" class="log-service" title={record.service}>
        {printable(record.service)}
      </span>
      {props.columns.map((name) => (
        <span key={name} role="cell" class="log-field">
          {lineOf(fieldOf(record, name))}
        </span>
      ))}
      <span role="cell" class="log-message">
        {lineOf(record.message)}
      </span>
    </div>
  );
});

/** Whether a click was meant for a button, or selected text. */
function isOther(target: EventTarget | null): boolean {
  if (target instanceof Element && target.closest('button, a') !== null) return true;
  return String(getSelection() ?? '') !== '';
}
