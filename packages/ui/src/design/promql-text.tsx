import type { JSX } from 'preact';
import './promql-text.css';
import { promqlTokens } from './promql-tokens.ts';

/** A PromQL expression with its parts told apart; always text. */
export function PromqlText({ query }: { readonly query: string }): JSX.Element {
  return (
    <code class="promql">
      {promqlTokens(query).map(({ kind, text }, index) =>
        kind === 'plain' ? (
          text
        ) : (
          <span key={index} class={`promql-${kind}`}>
            {text}
          </span>
        ),
      )}
    </code>
  );
}
