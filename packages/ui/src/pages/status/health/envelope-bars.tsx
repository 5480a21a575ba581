import type { ResourceUse } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { Icon } from '../../../design/icon.tsx';
import { useHref } from '../../../navigation/links.ts';
import { formatValue } from '../../../format/units.ts';
import { ShareBar } from '../share-bar.tsx';

const RESOURCES: Readonly<Record<ResourceUse['resource'], readonly [name: string, unit: string]>> = {
  series: ['Series', ''],
  targets: ['Targets', ''],
  samples_per_second: ['Samples', 'per_second'],
  log_records_per_second: ['Log records', 'per_second'],
  spans_per_second: ['Spans', 'per_second'],
};

/** What one station was measured with, and how much of that is used. */
export function EnvelopeBars({
  envelope,
}: {
  readonly envelope: readonly ResourceUse[];
}): JSX.Element | null {
  const hrefOf = useHref();
  if (envelope.length === 0) return null;
  const isNearlyFull = envelope.some((use) => use.isNearlyFull);
  return (
    <section class="status-section">
      <h2 class="section-title">
        Capacity
        <span class="section-note">what one station was measured with, and what is used of it</span>
      </h2>
      <ul class="card envelope">
        {envelope.map((use) => (
          <EnvelopeBar key={use.resource} use={use} />
        ))}
      </ul>
      {isNearlyFull && (
        <p class="too-much" role="status">
          <Icon name="info" />
          <span>
            Prepare for more before it is full: <code>telltale doctor capacity</code> or{' '}
            <a href={hrefOf({ page: 'doctor', topic: 'capacity' })}>the doctor</a> says what takes it and what
            helps.
          </span>
        </p>
      )}
    </section>
  );
}

function EnvelopeBar({ use }: { readonly use: ResourceUse }): JSX.Element {
  const [name, unit] = RESOURCES[use.resource];
  const percent = use.ratio > 0 && use.ratio < 0.01 ? '< 1%' : `${Math.round(use.ratio * 100)}%`;
  return (
    <li class={use.isNearlyFull ? 'envelope-row is-full' : 'envelope-row'} title={use.measured}>
      <span class="envelope-name">{name}</span>
      <ShareBar ratio={use.ratio} {...(use.isNearlyFull && { tone: use.ratio >= 1 ? 'bad' : 'warn' })} />
      <span class="envelope-share">
        {use.isNearlyFull && <Icon name="firing" />} {percent}
        {use.isNearlyFull && <span class="envelope-word"> nearly full</span>}
      </span>
      <span class="envelope-figures">
        {formatValue(unit, use.used)} of {formatValue(unit, use.limit)}
      </span>
    </li>
  );
}
