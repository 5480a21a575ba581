import type { JSX } from 'preact';
import { Icon } from '../../design/icon.tsx';
import type { IconName } from '../../design/icon.tsx';
import type { Verdict } from './rule-words.ts';

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
