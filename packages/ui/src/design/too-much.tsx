import type { ComponentChildren, JSX } from 'preact';
import { Icon } from './icon.tsx';

/** Says that there is more than can be shown, what is shown of it, and how to ask for less. */
export function TooMuch(props: {
  /** Such as `200 of 14,000 series are shown, the largest`. */
  readonly title: string;
  readonly children?: ComponentChildren;
}): JSX.Element {
  return (
    <p class="too-much" role="status">
      <Icon name="info" />
      <span>
        <strong>{props.title}.</strong> {props.children}
      </span>
    </p>
  );
}
