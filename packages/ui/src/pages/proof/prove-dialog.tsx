import type { JSX } from 'preact';
import { plural } from '../../data/overall-state.ts';
import { Dialog } from '../../design/dialog.tsx';
import { useUrlState } from '../../navigation/url-state.ts';
import './proof.css';
import { ProofRun } from './proof-run.tsx';
import { provingCodec } from './proving.ts';
import { StartProof } from './start-proof.tsx';

/**
 * Proves alerts: asks who is to be told, then shows the proof as it goes and what came of it. The run stands in the
 * address, so that a reload goes on showing it: open it by `useProving`.
 */
export function ProveDialog(props: {
  /** Names; those of the run are shown where the address names one. */
  readonly alerts: readonly string[];
  readonly onClose: () => void;
}): JSX.Element {
  const { alerts, onClose } = props;
  const [state, setState] = useUrlState(provingCodec);
  const { run } = state;
  return (
    <Dialog title={titleOf(alerts)} size="large" onClose={onClose}>
      {run === undefined ? (
        <StartProof alerts={alerts} onStarted={(id) => setState({ ...state, run: id }, 'push')} />
      ) : (
        <ProofRun key={run} id={run} onAgain={() => setState({ ...state, run: undefined }, 'push')} />
      )}
    </Dialog>
  );
}

function titleOf(alerts: readonly string[]): string {
  if (alerts.length === 0) return 'Proof';
  return alerts.length === 1 ? `Prove ${alerts[0]}` : `Prove ${plural(alerts.length, 'alert')}`;
}
