import type { Annotation } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useNow } from '../../data/station-context.ts';
import { Drawer } from '../../design/drawer.tsx';
import { Fact } from '../../design/fact.tsx';
import { Icon } from '../../design/icon.tsx';
import { LinkedText } from '../../design/linked-text.tsx';
import { SeverityBadge } from '../../design/state-badge.tsx';
import { Time } from '../../design/time.tsx';
import { formatSpan } from '../../format/ages.ts';
import { useDrawer } from '../../navigation/drawer-state.ts';
import { useTimeControl } from '../../navigation/time.tsx';
import type { Changes } from './use-changes.ts';
import { nameOfChange } from './what-changed.tsx';

/** Shown before and after a change, so that its effect can be seen. */
const AROUND_MS = 15 * 60_000;

/** One change in full, if the address names one. */
export function ChangeDrawer({ changes }: { readonly changes: Changes }): JSX.Element | null {
  const { shown, close } = useDrawer();
  if (shown?.kind !== 'change') return null;
  const change = changes.all?.find(({ id }) => id === shown.id);
  if (change === undefined) {
    if (changes.all === undefined) return null;
    return (
      <Drawer title="Not in this time" onClose={close}>
        <p>What the address names did not happen in the time that is shown. Choose a longer one.</p>
      </Drawer>
    );
  }
  return (
    <Drawer title={change.title} onClose={close}>
      <ChangeDetails change={change} />
    </Drawer>
  );
}

function ChangeDetails({ change }: { readonly change: Annotation }): JSX.Element {
  const { zoom } = useTimeControl();
  const now = useNow();
  const { atMs, endMs, subject, severity, text, link } = change;
  return (
    <div class="drawer-stack">
      <dl class="facts">
        <Fact name="What">{nameOfChange(change.kind)}</Fact>
        <Fact name="When">
          <Time atMs={atMs} as="both" />
        </Fact>
        {endMs !== null && <Fact name="Lasted">{formatSpan(endMs - atMs)}</Fact>}
        {subject !== '' && <Fact name="Of">{subject}</Fact>}
        {severity !== undefined && (
          <Fact name="Severity">
            <SeverityBadge severity={severity} />
          </Fact>
        )}
      </dl>
      {text !== '' && (
        <p class="drawer-text">
          <LinkedText text={text} />
        </p>
      )}
      <p class="drawer-buttons">
        <button
          type="button"
          class="button"
          onClick={() => zoom(atMs - AROUND_MS, Math.min(now, (endMs ?? atMs) + AROUND_MS))}
        >
          <Icon name="clock" /> Show the time around it
        </button>
        {link !== undefined && <ChangeLink link={link} />}
      </p>
    </div>
  );
}

/** A path of these pages as a link; an address of another place only if it is one of the web. */
function ChangeLink({ link }: { readonly link: string }): JSX.Element {
  const isOwn = link.startsWith('/') && !link.startsWith('//');
  if (!isOwn) return <LinkedText text={link} />;
  return (
    <a class="button" href={link}>
      More about it
    </a>
  );
}
