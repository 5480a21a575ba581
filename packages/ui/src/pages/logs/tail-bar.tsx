import type { JSX } from 'preact';
import { Icon } from '../../design/icon.tsx';
import type { TailState } from './live-tail.ts';

const WORDS: Readonly<Record<TailState, string>> = {
  connecting: 'Connecting…',
  open: 'Live',
  hidden: 'Stopped while nobody looks',
  lost: 'The station does not answer; it is tried again',
};

/** How it goes with lines that come in, while they are followed. */
export function TailBar(props: {
  readonly tail: TailState | undefined;
  readonly isPaused: boolean;
  /** Lines that came in and were left out. */
  readonly dropped: number;
  readonly onPause: (isPaused: boolean) => void;
}): JSX.Element | null {
  const { tail, isPaused, dropped } = props;
  if (tail === undefined) return null;
  return (
    <div class={`log-tail is-${isPaused ? 'paused' : tail}`}>
      <span class="log-tail-state" role="status">
        {isPaused ? 'Paused' : WORDS[tail]}
      </span>
      <button
        type="button"
        class="text-button"
        aria-keyshortcuts="p"
        title={`${isPaused ? 'Resume' : 'Pause'} (p)`}
        onClick={() => props.onPause(!isPaused)}
      >
        {isPaused ? 'Resume' : 'Pause'}
      </button>
      {dropped > 0 && (
        <span class="log-tail-dropped">
          {dropped.toLocaleString('en-GB')} left out: they came faster than anybody reads. Filter for less.
        </span>
      )}
    </div>
  );
}

/** Says that new lines wait, and shows them. */
export function NewLines(props: { readonly count: number; readonly onShow: () => void }): JSX.Element | null {
  if (props.count === 0) return null;
  return (
    <div class="log-new">
      <button type="button" class="button is-primary" onClick={props.onShow}>
        <Icon name="arrow-up" /> {props.count.toLocaleString('en-GB')} new
      </button>
    </div>
  );
}
