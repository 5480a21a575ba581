import type { JSX } from 'preact';
import { Icon } from './icon.tsx';

/** A filter that holds. */
export interface FilterChip {
  readonly key: string;
  /** Such as `severity = page`. */
  readonly label: string;
  readonly onRemove: () => void;
}

/** The filters that hold, each to be taken away. */
export function FilterChips(props: {
  readonly chips: readonly FilterChip[];
  readonly onClear: () => void;
}): JSX.Element | null {
  if (props.chips.length === 0) return null;
  return (
    <ul class="chips" aria-label="Filters">
      {props.chips.map(({ key, label, onRemove }) => (
        <li key={key} class="chip">
          <span class="chip-label">{label}</span>
          <button
            type="button"
            class="chip-remove"
            aria-label={`Remove the filter ${label}`}
            onClick={onRemove}
          >
            <Icon name="close" />
          </button>
        </li>
      ))}
      {props.chips.length > 1 && (
        <li>
          <button type="button" class="text-button" onClick={props.onClear}>
            Clear all
          </button>
        </li>
      )}
    </ul>
  );
}
