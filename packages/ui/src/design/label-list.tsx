import type { JSX } from 'preact';

/** A pair of so many letters stays on one line, however narrow its column is. */
const SHORT = 28;

/** Labels as small name-and-value pairs, sorted by name; always text, whatever they contain. */
export function LabelList(props: {
  readonly labels: Readonly<Record<string, string>>;
  /** Names that are shown elsewhere already. */
  readonly except?: readonly string[];
}): JSX.Element | null {
  const names = Object.keys(props.labels)
    .filter((name) => props.except?.includes(name) !== true)
    .sort();
  if (names.length === 0) return null;
  return (
    <ul class="labels">
      {names.map((name) => (
        <li key={name} class={name.length + props.labels[name].length <= SHORT ? 'is-short' : undefined}>
          <span class="label-name">{name}</span>
          <span class="label-value" title={props.labels[name]}>
            {props.labels[name]}
          </span>
        </li>
      ))}
    </ul>
  );
}
