import type { QueryFinding } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { Icon } from '../../design/icon.tsx';
import type { IconName } from '../../design/icon.tsx';

const ICONS: Readonly<Record<QueryFinding['severity'], IconName>> = {
  error: 'firing',
  warning: 'pending',
  info: 'info',
};

/** What the checker says, in words: the same as is marked in the editor. */
export function FindingList(props: { readonly findings: readonly QueryFinding[] }): JSX.Element {
  return (
    <ul class="finding-list" aria-live="polite">
      {props.findings.map(({ from, severity, rule, message, fix }) => (
        <li key={`${from} ${rule} ${message}`} class={`finding is-${severity}`}>
          <Icon name={ICONS[severity]} />
          <span>
            <strong>{severity}</strong> {message}
            {fix !== '' && <span class="finding-fix">; {fix}</span>} <span class="finding-rule">{rule}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}
