import type { AlertHurdle, ExplainedHurdle } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useNow, useRemote } from '../../../data/station-context.ts';
import { ErrorState } from '../../../design/error-state.tsx';
import { Icon } from '../../../design/icon.tsx';
import type { IconName } from '../../../design/icon.tsx';
import { Skeleton } from '../../../design/skeleton.tsx';
import { withReadableTimes } from './readable-times.ts';

const QUESTIONS: Readonly<Record<AlertHurdle, string>> = {
  loaded: 'Is its rule evaluated?',
  holds: 'Does its condition hold?',
  fires: 'Has it held for long enough?',
  routed: 'Does a route lead to anybody?',
  unmuted: 'Is it free of silences, inhibitions and mute times?',
  delivered: 'Was it delivered?',
};

const SIGNS: Readonly<
  Record<
    ExplainedHurdle['outcome'],
    { readonly icon: IconName; readonly word: string; readonly tone: string }
  >
> = {
  passed: { icon: 'check', word: 'Yes', tone: 'ok' },
  stopped: { icon: 'close', word: 'No', tone: 'bad' },
  'not-reached': { icon: 'unknown', word: 'Not known yet', tone: 'mute' },
};

/** What keeps an alert from being heard of: one hurdle after the other, and the first that stops it. */
export function WhyLadder({ alert }: { readonly alert: string }): JSX.Element {
  const { data, error, refresh } = useRemote(
    ['alert-why', alert],
    (api, signal) => api.alerts.explain(alert, signal),
    { on: ['alerts', 'silences', 'notifications'] },
  );
  return (
    <section aria-labelledby="why">
      <h2 class="section-title" id="why">
        {titleOf(data?.hurdles)}
      </h2>
      {data === undefined && error === '' && <Skeleton label="Finding out" lines={4} />}
      {data === undefined && error !== '' && (
        <ErrorState title="It could not be found out" error={error} onRetry={refresh} />
      )}
      {data !== undefined && (
        <ol class="ladder card">
          {data.hurdles.map((hurdle) => (
            <Rung key={hurdle.hurdle} hurdle={hurdle} />
          ))}
        </ol>
      )}
    </section>
  );
}

function Rung({ hurdle: { hurdle, outcome, detail } }: { readonly hurdle: ExplainedHurdle }): JSX.Element {
  const now = useNow();
  const { icon, word, tone } = SIGNS[outcome];
  return (
    <li class={`rung is-${outcome}`}>
      <span class={`rung-sign tone-${tone}`}>
        <Icon name={icon} />
      </span>
      <div>
        <p class="rung-question">
          {QUESTIONS[hurdle]}{' '}
          <strong class={outcome === 'not-reached' ? 'visually-hidden' : `tone-${tone}`}>{word}</strong>
        </p>
        {detail !== '' && <p class="rung-detail">{withReadableTimes(detail, now)}</p>}
      </div>
    </li>
  );
}

function titleOf(hurdles: readonly ExplainedHurdle[] | undefined): string {
  if (hurdles === undefined) return 'Is it heard of?';
  const stop = hurdles.find(({ outcome }) => outcome === 'stopped');
  if (stop === undefined) return 'It was heard of';
  return stop.hurdle === 'holds' || stop.hurdle === 'fires'
    ? 'Why it does not fire'
    : 'Why nobody hears of it';
}
