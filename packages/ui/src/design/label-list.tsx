import type { JSX } from 'preact';

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
        <li key={name}>
          <span class="label-name">{name}</span>
          <span class="label-value" title={props.labels[name]}>
            {props.labels[name]}
          </span>
        </li>
      ))}
    </ul>
  );
}
