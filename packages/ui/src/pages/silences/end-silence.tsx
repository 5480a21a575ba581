import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { SilenceView } from '../../data/api/silences-api.ts';
import { Confirm } from '../../design/dialog.tsx';
import { printMatcher } from './matcher-text.ts';
import { useSilenceDeeds } from './use-silence-deeds.ts';

/** Asks before a silence ends: people are told of its alerts from then on. */
export function EndSilence(props: {
  readonly silence: SilenceView;
  readonly onDone: () => void;
}): JSX.Element {
  const { silence, onDone } = props;
  const { end } = useSilenceDeeds();
  const [isBusy, setBusy] = useState(false);
  const confirm = async (): Promise<void> => {
    setBusy(true);
    await end(silence);
    onDone();
  };
  return (
    <Confirm
      title="End the silence?"
      doWords="End it"
      isDangerous
      isBusy={isBusy}
      onConfirm={() => void confirm()}
      onCancel={onDone}
    >
      <p>
        People will be told of alerts with <code>{silence.matchers.map(printMatcher).join(' ')}</code> again.
      </p>
    </Confirm>
  );
}
