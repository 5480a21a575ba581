import type { ComponentChildren, JSX } from 'preact';

/** The head of a page: its name, what it comes down to, and what can be done with all of it. */
export function PageHead(props: {
  readonly title: ComponentChildren;
  /** One line that says how things stand. */
  readonly summary?: ComponentChildren;
  /** Search, filters, buttons. */
  readonly children?: ComponentChildren;
}): JSX.Element {
  return (
    <div class="page-head">
      <div class="page-titles">
        <h1 class="page-title">{props.title}</h1>
        {props.summary !== undefined && <p class="page-summary">{props.summary}</p>}
      </div>
      {props.children !== undefined && <div class="page-tools">{props.children}</div>}
    </div>
  );
}
