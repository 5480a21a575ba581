import type { JSX } from 'preact';
import type { SilenceView } from '../../data/api/silences-api.ts';
import { Drawer } from '../../design/drawer.tsx';
import { Fact } from '../../design/fact.tsx';
import { LinkedText } from '../../design/linked-text.tsx';
import { StateBadge } from '../../design/state-badge.tsx';
import { Time } from '../../design/time.tsx';
import { useKeys } from '../../navigation/keys.tsx';
import type { KeyBinding } from '../../navigation/key-registry.ts';
import { SilencePreview } from './silence-preview.tsx';
import { Matchers, MutedNow } from './silence-table.tsx';
import { useSilenceDeeds } from './use-silence-deeds.ts';

const LOOKS = {
  active: { icon: 'mute', word: 'In force', tone: 'warn' },
  pending: { icon: 'clock', word: 'To come', tone: 'mute' },
  expired: { icon: 'check', word: 'Ended', tone: 'mute' },
} as const;

/** One silence in full, and what can be done with it, each by a key, too. */
export function SilenceDrawer(props: {
  readonly silence: SilenceView;
  /** How many alerts it mutes now; `undefined` until that is known. */
  readonly muted: number | undefined;
  readonly onClose: () => void;
  readonly onEdit: () => void;
  readonly onAgain: () => void;
  readonly onEnd: () => void;
}): JSX.Element {
  const { silence, muted, onClose, onEdit, onAgain, onEnd } = props;
  const { prolong } = useSilenceDeeds();
  const { state } = silence.status;
  const isOver = state === 'expired';
  const key = (keys: string, title: string, run: () => void): KeyBinding => ({
    keys,
    title,
    group: 'Silence',
    run,
  });
  useKeys(
    isOver
      ? [key('a', 'Silence again', onAgain)]
      : [
          key('e', 'Edit', onEdit),
          key('+', 'One hour more', () => void prolong(silence)),
          key('x', 'End', onEnd),
        ],
    'drawer',
  );
  return (
    <Drawer title="Silence" onClose={onClose}>
      <div class="silence-details">
        <dl class="facts">
          <Fact name="State">
            <StateBadge {...LOOKS[state]} />
          </Fact>
          <Fact name="From">
            <Time atMs={Date.parse(silence.startsAt)} as="both" />
          </Fact>
          <Fact name="Until">
            <Time atMs={Date.parse(silence.endsAt)} as="both" />
          </Fact>
          <Fact name="Who">{silence.createdBy}</Fact>
          {state === 'active' && (
            <Fact name="Mutes now">
              <MutedNow count={muted} />
            </Fact>
          )}
        </dl>
        <p>
          <LinkedText text={silence.comment} />
        </p>
        <Matchers matchers={silence.matchers} />
        {!isOver && <SilencePreview matchers={silence.matchers} />}
        <p class="drawer-buttons">
          {isOver ? (
            <button type="button" class="button is-primary" onClick={onAgain}>
              Silence again…
            </button>
          ) : (
            <>
              <button type="button" class="button" onClick={onEdit}>
                Edit…
              </button>
              <button type="button" class="button" onClick={() => void prolong(silence)}>
                One hour more
              </button>
              <button type="button" class="button" onClick={onEnd}>
                End…
              </button>
            </>
          )}
        </p>
      </div>
    </Drawer>
  );
}
