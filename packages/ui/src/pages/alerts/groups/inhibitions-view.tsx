import type { InhibitionView } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { plural } from '../../../data/overall-state.ts';
import { useRemote } from '../../../data/station-context.ts';
import { EmptyState } from '../../../design/empty-state.tsx';
import { ErrorState } from '../../../design/error-state.tsx';
import { LabelList } from '../../../design/label-list.tsx';
import { Skeleton } from '../../../design/skeleton.tsx';
import { useHref } from '../../../navigation/links.ts';

/** Pairs of one inhibition that are listed. */
const MAX_PAIRS = 20;

/** Which alerts mute which: what is configured, and what it does now. */
export function InhibitionsView(): JSX.Element {
  const { data, error, refresh } = useRemote(
    ['inhibitions'],
    (api, signal) => api.alerts.inhibitions(signal),
    { on: ['alerts'] },
  );
  if (data === undefined && error !== '') {
    return <ErrorState title="The inhibitions could not be loaded" error={error} onRetry={refresh} />;
  }
  if (data === undefined) return <Skeleton label="Loading the inhibitions" lines={4} />;
  if (data.inhibitions.length === 0) {
    return (
      <EmptyState title="No alert mutes another">
        <p>
          Where one fault raises many alerts, name what mutes what under <code>inhibitions</code> in{' '}
          <code>telltale.config.ts</code>: people are told of the cause alone.
        </p>
      </EmptyState>
    );
  }
  return (
    <ul class="told-groups" aria-label="Inhibitions">
      {data.inhibitions.map((inhibition, index) => (
        <Inhibition key={index} inhibition={inhibition} />
      ))}
    </ul>
  );
}

function Inhibition({ inhibition }: { readonly inhibition: InhibitionView }): JSX.Element {
  const { sourceMatchers, targetMatchers, equal, muted } = inhibition;
  return (
    <li class="told-group card">
      <p class="inhibition">
        <Matchers matchers={sourceMatchers} /> mutes <Matchers matchers={targetMatchers} />
        {equal.length > 0 && (
          <span>
            {' '}
            with the same <code>{equal.join(', ')}</code>
          </span>
        )}
      </p>
      <p class="section-note">
        {muted.length === 0 ? 'mutes nothing now' : `mutes ${plural(muted.length, 'alert')} now`}
      </p>
      {muted.length > 0 && (
        <ul class="told-alerts">
          {muted.slice(0, MAX_PAIRS).map(({ source, target }, index) => (
            <li key={index} class="told-alert muted-pair">
              <Alert labels={source} />
              <span class="muted-word">mutes</span>
              <Alert labels={target} />
            </li>
          ))}
        </ul>
      )}
      {muted.length > MAX_PAIRS && <p class="section-note">and {muted.length - MAX_PAIRS} more</p>}
    </li>
  );
}

function Matchers({ matchers }: { readonly matchers: readonly string[] }): JSX.Element {
  return matchers.length === 0 ? <span>any alert</span> : <code>{matchers.join(' ')}</code>;
}

function Alert({ labels }: { readonly labels: Readonly<Record<string, string>> }): JSX.Element {
  const hrefOf = useHref();
  const name = labels['alertname'] ?? '';
  return (
    <div>
      <a class="alert-name" href={hrefOf({ page: 'alerts', rule: name })}>
        {name}
      </a>
      <LabelList labels={labels} except={['alertname']} />
    </div>
  );
}
