import type { JSX } from 'preact';
import { LinkedText } from '../../design/linked-text.tsx';

/** What people wrote for people: lines of text, whose addresses can be followed. */
export function TextPanel({ text }: { readonly text: string }): JSX.Element {
  return (
    <div class="text-panel">
      {text.split(/\n{2,}/).map((paragraph, i) => (
        <p key={i}>
          <LinkedText text={paragraph} />
        </p>
      ))}
    </div>
  );
}
