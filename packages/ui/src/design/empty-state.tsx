import type { ComponentChildren, JSX } from 'preact';

/** Says why there is nothing to see, and what to do about it. */
export function EmptyState(props: {
  readonly title: string;
  readonly children?: ComponentChildren;
}): JSX.Element {
  return (
    <div class="empty">
      <p class="empty-title">{props.title}</p>
      {props.children !== undefined && <div class="empty-help">{props.children}</div>}
    </div>
  );
}
