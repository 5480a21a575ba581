import type { DriftFinding } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { CopyButton } from '../../design/copy-button.tsx';
import { StateBadge } from '../../design/state-badge.tsx';
import type { IconName } from '../../design/icon.tsx';

const LOOKS: Readonly<
  Record<
    DriftFinding['kind'],
    { readonly icon: IconName; readonly word: string; readonly tone: 'bad' | 'warn' }
  >
> = {
  missing: { icon: 'unknown', word: 'Missing', tone: 'bad' },
  extra: { icon: 'info', word: 'Not defined', tone: 'warn' },
  changed: { icon: 'pending', word: 'Changed', tone: 'warn' },
};

/** One difference: what it is, how both sides stand, what to do. */
export function FindingRow({ finding }: { readonly finding: DriftFinding }): JSX.Element {
  const { kind, title, fields, fix, code } = finding;
  return (
    <li class="finding">
      <p class="finding-head">
        <StateBadge {...LOOKS[kind]} />
        <span class="finding-title">{title}</span>
      </p>
      {fields.length > 0 && (
        <table class="drift-fields">
          <thead>
            <tr>
              <th scope="col">Field</th>
              <th scope="col">Defined</th>
              <th scope="col">Live</th>
            </tr>
          </thead>
          <tbody>
            {fields.map(({ name, defined, live }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>
                  <code>{defined || '(nothing)'}</code>
                </td>
                <td>
                  <code>{live || '(nothing)'}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p class="finding-fix">{code === undefined ? fix : wordsOf(fix, code)}</p>
      {code !== undefined && (
        <div class="fix-code">
          <pre tabIndex={0} role="group" aria-label="To copy">
            <code>{code}</code>
          </pre>
          <CopyButton text={code} what="Fix" />
        </div>
      )}
    </li>
  );
}

/** What stands below as code need not stand in the sentence as well. */
function wordsOf(fix: string, code: string): string {
  const inLine = code.split('\n').join(' ');
  return fix.endsWith(inLine) ? fix.slice(0, -inLine.length).trim() : fix;
}
