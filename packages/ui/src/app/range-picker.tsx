import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useNow, useStation } from '../data/station-context.ts';
import { QUICK_SPANS_MS, boundsOf, fixedRange } from '../data/time-range.ts';
import type { TimeRange } from '../data/time-range.ts';
import { Icon } from '../design/icon.tsx';
import { Popover } from '../design/popover.tsx';
import { formatDuration } from '../format/durations.ts';
import { formatInputMoment, formatStretch, parseInputMoment } from '../format/times.ts';
import { nameOfZone } from '../format/zone.ts';
import { useKeys } from '../navigation/keys.tsx';
import { useTimeControl } from '../navigation/time.tsx';
import type { Time } from '../navigation/time.tsx';

const REFRESHES_MS: readonly (number | null)[] = [null, 5000, 10_000, 30_000, 60_000, 300_000];

/** Shows and changes the time of the page: its range, how often it asks again, and whose clock it goes by. */
export function RangePicker(): JSX.Element {
  const time = useTimeControl();
  const station = useStation();
  const [toggle, setToggle] = useState(0);
  useKeys(
    [
      {
        keys: 't',
        title: 'Change the time range',
        group: 'Time',
        run: () => setToggle((count) => count + 1),
      },
      { keys: 'r', title: 'Refresh now', group: 'Time', run: station.refresh },
      { keys: '[', title: 'Earlier', group: 'Time', run: () => time.shift(-1) },
      { keys: ']', title: 'Later', group: 'Time', run: () => time.shift(1) },
      { keys: '-', title: 'Show twice as much time', group: 'Time', run: time.zoomOut },
    ],
    'everywhere',
  );
  return (
    <div class="time-tools" role="group" aria-label="Time">
      <button
        type="button"
        class="icon-button"
        aria-label="Earlier"
        title="Earlier ( [ )"
        onClick={() => time.shift(-1)}
      >
        <Icon name="arrow-left" />
      </button>
      <Popover
        toggle={toggle}
        title="Time range"
        buttonClass="button range-button"
        align="end"
        label={<RangeWords time={time} />}
      >
        {({ close }) => <RangeForm time={time} close={close} />}
      </Popover>
      <button
        type="button"
        class="icon-button"
        aria-label="Later"
        title="Later ( ] )"
        disabled={time.range.kind === 'last'}
        onClick={() => time.shift(1)}
      >
        <Icon name="arrow-right" />
      </button>
      <button
        type="button"
        class="icon-button time-zoom-out"
        aria-label="Show twice as much time"
        title="Show twice as much time ( - )"
        onClick={time.zoomOut}
      >
        <Icon name="zoom-out" />
      </button>
      <button
        type="button"
        class="icon-button"
        aria-label="Refresh now"
        title="Refresh now ( r )"
        onClick={station.refresh}
      >
        <Icon name="retry" />
      </button>
    </div>
  );
}

function RangeWords({ time }: { readonly time: Time }): JSX.Element {
  const { range, refreshMs, words, zone } = time;
  const now = useStation().nowMs();
  const text =
    range.kind === 'last'
      ? words.charAt(0).toUpperCase() + words.slice(1)
      : formatStretch(range.startMs, range.endMs, now);
  return (
    <>
      <Icon name="clock" />
      <span class="range-words">{text}</span>
      {range.kind === 'last' && <span class="range-short">{formatDuration(range.spanMs)}</span>}
      {zone === 'utc' && <span class="range-zone">UTC</span>}
      <span class="range-refresh">{refreshMs === null ? 'paused' : formatDuration(refreshMs)}</span>
    </>
  );
}

function RangeForm({ time, close }: { readonly time: Time; readonly close: () => void }): JSX.Element {
  const pick = (range: TimeRange): void => {
    time.setRange(range);
    close();
  };
  return (
    <div class="range-form">
      <section>
        <h2 class="range-heading">Last</h2>
        <div class="range-quick is-five">
          {QUICK_SPANS_MS.map((spanMs) => {
            const isNow = time.range.kind === 'last' && time.range.spanMs === spanMs;
            return (
              <button
                key={spanMs}
                type="button"
                class="choice"
                aria-pressed={isNow}
                data-autofocus={isNow ? '' : undefined}
                onClick={() => pick({ kind: 'last', spanMs })}
              >
                {formatDuration(spanMs)}
              </button>
            );
          })}
        </div>
      </section>
      <AbsoluteForm key={time.zone} time={time} onPick={pick} />
      <section>
        <h2 class="range-heading">Ask again every</h2>
        <div class="range-quick" role="group" aria-label="Refresh">
          {REFRESHES_MS.map((refreshMs) => (
            <button
              key={refreshMs}
              type="button"
              class="choice"
              aria-pressed={refreshMs === time.refreshMs}
              onClick={() => time.setRefreshMs(refreshMs)}
            >
              {refreshMs === null ? 'Off' : formatDuration(refreshMs)}
            </button>
          ))}
        </div>
      </section>
      <section>
        <h2 class="range-heading">Clock</h2>
        <div class="range-quick" role="group" aria-label="Time zone">
          {(['local', 'utc'] as const).map((zone) => (
            <button
              key={zone}
              type="button"
              class="choice"
              aria-pressed={zone === time.zone}
              onClick={() => time.setZone(zone)}
            >
              {nameOfZone(zone)}
            </button>
          ))}
        </div>
      </section>
    </div>
  );
}

function AbsoluteForm(props: {
  readonly time: Time;
  readonly onPick: (range: TimeRange) => void;
}): JSX.Element {
  const { range, zone } = props.time;
  const now = useNow();
  const [initial] = useState(() => boundsOf(range, now));
  const [from, setFrom] = useState(formatInputMoment(initial.startMs, zone));
  const [to, setTo] = useState(formatInputMoment(initial.endMs, zone));
  const startMs = parseInputMoment(from, zone);
  const endMs = parseInputMoment(to, zone);
  const problem =
    startMs === undefined || endMs === undefined
      ? 'Write moments as 2026-11-21 14:03.'
      : startMs >= endMs
        ? 'The beginning lies after the end.'
        : '';
  return (
    <form
      class="range-absolute"
      onSubmit={(event) => {
        event.preventDefault();
        if (problem === '' && startMs !== undefined && endMs !== undefined) {
          props.onPick(fixedRange(startMs, endMs));
        }
      }}
    >
      <h2 class="range-heading">Between ({zone === 'utc' ? 'UTC' : 'local time'})</h2>
      <label class="field">
        <span class="field-label">From</span>
        <input
          class="input"
          inputMode="numeric"
          placeholder="2026-11-21 14:03:00"
          autocomplete="off"
          spellcheck={false}
          value={from}
          onInput={(event) => setFrom(event.currentTarget.value)}
        />
      </label>
      <label class="field">
        <span class="field-label">To</span>
        <input
          class="input"
          inputMode="numeric"
          placeholder="2026-11-21 14:03:00"
          autocomplete="off"
          spellcheck={false}
          value={to}
          onInput={(event) => setTo(event.currentTarget.value)}
        />
      </label>
      <div class="range-apply">
        <span class="field-problem">{problem}</span>
        <button type="submit" class="button is-primary" disabled={problem !== ''}>
          Show
        </button>
      </div>
    </form>
  );
}
