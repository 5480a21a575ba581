import type { Annotation } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { EmptyState } from '../../design/empty-state.tsx';
import { Icon } from '../../design/icon.tsx';
import type { IconName } from '../../design/icon.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { Time } from '../../design/time.tsx';
import { TooMuch } from '../../design/too-much.tsx';
import { useDrawer } from '../../navigation/drawer-state.ts';
import { useTimeControl } from '../../navigation/time.tsx';
import { useUrlState } from '../../navigation/url-state.ts';
import type { Changes } from './use-changes.ts';
import { changesCodec } from './view-state.ts';

/** Listed until all are asked for. */
const LISTED_CHANGES = 6;

const LOOKS: Readonly<Record<Annotation['kind'], { readonly icon: IconName; readonly word: string }>> = {
  deployment: { icon: 'arrow-up', word: 'Deployment' },
  incident: { icon: 'firing', word: 'Incident' },
  alert: { icon: 'alerts', word: 'Alert' },
  reload: { icon: 'code', word: 'Reload' },
  target: { icon: 'targets', word: 'Target' },
  restart: { icon: 'retry', word: 'Restart' },
};

/** What a kind of change is called. */
export function nameOfChange(kind: Annotation['kind']): string {
  return LOOKS[kind].word;
}

/** What happened in the time of the page, newest first; each opens in the drawer. */
export function WhatChanged({ changes }: { readonly changes: Changes }): JSX.Element {
  const [{ areAllShown }, setState] = useUrlState(changesCodec);
  const { words } = useTimeControl();
  const all = changes.all ?? [];
  const listed = areAllShown ? all : all.slice(0, LISTED_CHANGES);
  return (
    <section class="card" aria-labelledby="what-changed">
      <h2 class="card-title" id="what-changed">
        What changed <span class="section-note">{words}</span>
      </h2>
      {changes.all === undefined && changes.error === '' && <Skeleton label="Loading what changed" />}
      {changes.all === undefined && changes.error !== '' && (
        <EmptyState title="What changed could not be loaded">
          {changes.error}{' '}
          <button type="button" class="text-button" onClick={changes.refresh}>
            Try again
          </button>
        </EmptyState>
      )}
      {changes.all?.length === 0 && (
        <p class="card-quiet">Nothing was deployed, restarted or reloaded, and no alert changed.</p>
      )}
      {areAllShown && changes.isTruncated && (
        <TooMuch title={`The newest ${all.length} are shown`}>Choose a shorter time for the rest.</TooMuch>
      )}
      <ol class="happenings">
        {listed.map((change) => (
          <ChangeItem key={change.id} change={change} />
        ))}
      </ol>
      {all.length > LISTED_CHANGES && (
        <p class="card-foot">
          <button
            type="button"
            class="text-button"
            onClick={() => setState({ areAllShown: !areAllShown }, 'push')}
          >
            {areAllShown ? 'Show the newest only' : `${all.length - LISTED_CHANGES} more`}
          </button>
        </p>
      )}
    </section>
  );
}

function ChangeItem({ change }: { readonly change: Annotation }): JSX.Element {
  const drawer = useDrawer();
  const { icon, word } = LOOKS[change.kind];
  return (
    <li>
      <button
        type="button"
        class={`happening is-${change.kind}`}
        onClick={() => drawer.show('change', change.id)}
      >
        <span class="happening-kind">
          <Icon name={icon} />
          {word}
        </span>
        <span class="happening-title">
          {change.title}
          {change.text !== '' && <span class="happening-text">{change.text}</span>}
        </span>
        <span class="happening-age">
          <Time atMs={change.atMs} />
        </span>
      </button>
    </li>
  );
}
