import type { ComponentChildren, JSX } from 'preact';

/** A labelled field of a form. */
export function Field(props: { readonly label: string; readonly children: ComponentChildren }): JSX.Element {
  return (
    <label class="field">
      <span class="field-label">{props.label}</span>
      {props.children}
    </label>
  );
}
