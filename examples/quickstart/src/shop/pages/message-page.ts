import type { Html } from './html.ts';
import { html } from './html.ts';
import type { Frame } from './layout.ts';
import { layout } from './layout.ts';

/** A heading, a sentence and the way back. */
export function messagePage(title: string, text: string, frame: Frame): Html {
  return layout(
    title,
    frame,
    html`<h1>${title}</h1>
      <p>${text}</p>
      <p><a href="/">Back to the catalogue</a></p>`,
  );
}
