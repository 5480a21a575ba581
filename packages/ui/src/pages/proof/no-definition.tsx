import type { JSX } from 'preact';
import { CopyButton } from '../../design/copy-button.tsx';
import { EmptyState } from '../../design/empty-state.tsx';

const COMMANDS: readonly string[] = ['telltale init', 'telltale up'];

/** Says why nothing can be proven here, and what to do. */
export function NoDefinition(): JSX.Element {
  return (
    <EmptyState title="This station has no definition">
      <p>
        A proof needs to know metrics, routes and receivers, which a definition names: the station runs on
        rules or scrapes alone. Write a <code>telltale.config.ts</code>, or have one made of what you run, and
        start the station beside it.
      </p>
      <p class="proof-commands">
        <code>{COMMANDS.join(' && ')}</code>
        <CopyButton text={COMMANDS.join(' && ')} what="Commands" />
      </p>
    </EmptyState>
  );
}
