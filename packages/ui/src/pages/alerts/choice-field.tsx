import type { JSX } from 'preact';

/** One of several values, or none, in a line of filters. */
export function ChoiceField(props: {
  /** What is chosen, for people who cannot see it. */
  readonly label: string;
  /** What stands for none: `Any severity`. */
  readonly none: string;
  readonly options: readonly string[];
  readonly value: string;
  readonly onChange: (value: string) => void;
}): JSX.Element {
  // What the address says stays to be seen, also where nothing has it now.
  const isKnown = props.value === '' || props.options.includes(props.value);
  const options = isKnown ? props.options : [...props.options, props.value];
  return (
    <select
      class="input choice-field"
      aria-label={props.label}
      value={props.value}
      onChange={(event) => props.onChange(event.currentTarget.value)}
    >
      <option value="">{props.none}</option>
      {options.map((option) => (
        <option key={option} value={option}>
          {option}
        </option>
      ))}
    </select>
  );
}
