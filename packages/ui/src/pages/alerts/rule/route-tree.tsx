import type { RouteResponse, RouteStep } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { ErrorState } from '../../../design/error-state.tsx';
import { Icon } from '../../../design/icon.tsx';
import { Skeleton } from '../../../design/skeleton.tsx';
import { formatSpan } from '../../../format/ages.ts';
import { useHref } from '../../../navigation/links.ts';
import type { Labels } from '../alert-key.ts';
import { shownSteps } from './shown-steps.ts';
import { useRoute } from './use-route.ts';

/** Who is told of an alert and why: the routing tree as it is gone through, and what mutes it now. */
export function RouteTree(props: {
  readonly labels: Labels;
  /** Whether the rule has other alerts, which may go elsewhere. */
  readonly isOneOfSeveral: boolean;
}): JSX.Element {
  const { labels } = props;
  const { data, error, refresh } = useRoute(labels);
  return (
    <section aria-labelledby="route">
      <h2 class="section-title" id="route">
        Who is told
        {props.isOneOfSeveral && <span class="section-note">of the chosen alert</span>}
      </h2>
      {data === undefined && error === '' && <Skeleton label="Asking the routes" lines={3} />}
      {data === undefined && error !== '' && (
        <ErrorState title="The routes could not be asked" error={error} onRetry={refresh} />
      )}
      {data !== undefined && <Answer answer={data} />}
    </section>
  );
}

function Answer({ answer }: { readonly answer: RouteResponse }): JSX.Element {
  const { steps, omitted } = shownSteps(answer.steps);
  return (
    <div class="card route-card">
      <p class="route-told">
        {answer.receivers.length === 0 ? (
          <span class="tone-bad">Nobody: no route leads to a receiver</span>
        ) : (
          <>
            <strong>{answer.receivers.join(', ')}</strong>
            {isMute(answer) && ', but not now'}
          </>
        )}
      </p>
      <Mutes answer={answer} />
      <ol class="route-steps" aria-label="Routes">
        {steps.map((step, index) => (
          <Step key={index} step={step} />
        ))}
      </ol>
      {omitted > 0 && <p class="section-note">{omitted} routes below those that do not match are left out</p>}
    </div>
  );
}

function isMute({ silencedBy, inhibitedBy, steps }: RouteResponse): boolean {
  const told = steps.filter(({ isTold }) => isTold);
  const isMuteTime = told.length > 0 && told.every(({ mutedBy }) => mutedBy.length > 0);
  return silencedBy.length > 0 || inhibitedBy.length > 0 || isMuteTime;
}

function Mutes({ answer }: { readonly answer: RouteResponse }): JSX.Element | null {
  const hrefOf = useHref();
  const { silencedBy, inhibitedBy } = answer;
  if (silencedBy.length + inhibitedBy.length === 0) return null;
  return (
    <ul class="route-mutes">
      {silencedBy.map((id, index) => (
        <li key={id}>
          <Icon name="mute" />
          <a href={hrefOf({ page: 'silences', id })}>
            Silenced{silencedBy.length > 1 && ` (${index + 1} of ${silencedBy.length})`}
          </a>
        </li>
      ))}
      {inhibitedBy.map((source) => (
        <li key={source}>
          <Icon name="mute" /> <span>Inhibited by {source}</span>
        </li>
      ))}
    </ul>
  );
}

function Step({ step }: { readonly step: RouteStep }): JSX.Element {
  const { matchers, receiver, depth, outcome, failedMatcher, isTold, mutedBy, continues } = step;
  const name = depth === 0 && matchers.length === 0 ? 'all alerts' : matchers.join(' ');
  return (
    <li class={`route-step is-${outcome} depth-${Math.min(depth, 6)}`}>
      <p class="route-line">
        <Icon name={outcome === 'matches' ? 'check' : outcome === 'does-not-match' ? 'close' : 'unknown'} />
        <code>{name}</code>
        {isTold && (
          <strong class="route-receiver">
            <Icon name="arrow-right" /> {receiver === '' ? 'nobody' : receiver}
          </strong>
        )}
      </p>
      {outcome === 'does-not-match' && failedMatcher !== '' && matchers.length > 1 && (
        <p class="route-why">
          does not match: <code>{failedMatcher}</code>
        </p>
      )}
      {outcome === 'does-not-match' && matchers.length <= 1 && <p class="route-why">does not match</p>}
      {outcome === 'not-asked' && <p class="route-why">not asked: another route took it</p>}
      {isTold && <p class="route-why">{timingOf(step)}</p>}
      {isTold && mutedBy.length > 0 && <p class="route-why">mute now: {mutedBy.join(', ')}</p>}
      {outcome === 'matches' && continues && <p class="route-why">and goes on to the next route</p>}
    </li>
  );
}

function timingOf({ groupBy, groupWaitMs, groupIntervalMs, repeatIntervalMs }: RouteStep): string {
  const groups = groupBy.length === 0 ? 'one group' : `grouped by ${groupBy.join(', ')}`;
  return `${groups}; first after ${formatSpan(groupWaitMs)}, news every ${formatSpan(groupIntervalMs)}, again every ${formatSpan(repeatIntervalMs)}`;
}
