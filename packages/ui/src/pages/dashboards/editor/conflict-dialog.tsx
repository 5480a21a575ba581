import type { SaveConflict } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { Dialog } from '../../../design/dialog.tsx';
import { Time } from '../../../design/time.tsx';

/** Somebody else saved the dashboard meanwhile: nothing of either is lost. */
export function ConflictDialog(props: {
  readonly conflict: SaveConflict;
  /** Takes what they saved instead. */
  readonly onTheirs: () => void;
  readonly onCopy: () => void;
  readonly onClose: () => void;
}): JSX.Element {
  const { current } = props.conflict;
  return (
    <Dialog
      title={current === undefined ? 'It was deleted meanwhile' : 'It was saved meanwhile'}
      onClose={props.onClose}
      footer={
        <>
          <button type="button" class="button" onClick={props.onClose}>
            Back to mine
          </button>
          <button type="button" class="button" onClick={props.onTheirs}>
            {current === undefined ? 'Leave it deleted' : 'Discard mine, show theirs'}
          </button>
          <button type="button" class="button is-primary" onClick={props.onCopy}>
            Keep mine as a copy
          </button>
        </>
      }
    >
      {current === undefined ? (
        <p>Somebody deleted this dashboard while you wrote on it. Yours can be saved as a new one.</p>
      ) : (
        <>
          <p>
            {current.savedBy === '' ? 'Somebody' : current.savedBy} saved this dashboard{' '}
            <Time atMs={current.savedAtMs} as="both" />, while you wrote on it. Nothing of yours was saved.
          </p>
          <p>
            There are {current.content.panels.length} panels in theirs:{' '}
            {current.content.panels.map(({ title }) => title).join(', ')}
          </p>
        </>
      )}
    </Dialog>
  );
}
