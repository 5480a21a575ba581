import type { ComponentChildren, JSX } from 'preact';

/** Says why there is nothing to see, and what to do about it. */
export function EmptyState(props: {
  readonly title: string;
  /** Whether it stands in the place of a whole page, whose heading it is then. */
  readonly isPage?: boolean;
  readonly children?: ComponentChildren;
}): JSX.Element {
  const Title = props.isPage === true ? 'h1' : 'p';
  return (
    <div class="empty">
      <Title class="empty-title">{props.title}</Title>
      {props.children !== undefined && <div class="empty-help">{props.children}</div>}
    </div>
  );
}
