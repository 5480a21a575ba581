import type { ComponentChildren, JSX } from 'preact';

/** One choice of a {@link Segmented} control. */
export interface Segment<Value extends string> {
  readonly value: Value;
  readonly label: ComponentChildren;
}

/** A row of buttons of which one is pressed. */
export function Segmented<Value extends string>(props: {
  /** What is chosen, for people who cannot see the row. */
  readonly label: string;
  readonly segments: readonly Segment<Value>[];
  /** `undefined` when none of the segments is the present state. */
  readonly value: Value | undefined;
  readonly onChange: (value: Value) => void;
}): JSX.Element {
  return (
    <div class="segmented" role="group" aria-label={props.label}>
      {props.segments.map(({ value, label }) => (
        <button
          key={value}
          type="button"
          aria-pressed={value === props.value}
          onClick={() => props.onChange(value)}
        >
          {label}
        </button>
      ))}
    </div>
  );
}
