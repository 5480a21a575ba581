import type { ComponentChildren, JSX } from 'preact';

/** A name with what it stands for, in a list of class `facts`. */
export function Fact(props: { readonly name: string; readonly children: ComponentChildren }): JSX.Element {
  return (
    <div class="fact">
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}
