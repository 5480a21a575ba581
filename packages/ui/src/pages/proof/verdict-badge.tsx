import type { JSX } from 'preact';
import { Icon } from '../../design/icon.tsx';
import type { IconName } from '../../design/icon.tsx';
import './proof.css';

/** What is known of something, in words, and how it looks. */
export interface Verdict {
  readonly words: string;
  readonly tone: 'ok' | 'bad' | 'warn' | 'mute';
  /** Said when it is pointed at. */
  readonly more: string;
}

const ICONS: Readonly<Record<Verdict['tone'], IconName>> = {
  ok: 'check',
  bad: 'firing',
  warn: 'pending',
  mute: 'unknown',
};

/** What tests or a proof found, as shape, words and colour. */
export function VerdictBadge({ verdict }: { readonly verdict: Verdict }): JSX.Element {
  return (
    <span class={`verdict tone-${verdict.tone}`} title={verdict.more}>
      <Icon name={ICONS[verdict.tone]} />
      {verdict.words}
    </span>
  );
}
