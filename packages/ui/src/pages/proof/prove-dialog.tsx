import type { JSX } from 'preact';
import { plural } from '../../data/overall-state.ts';
import { Dialog } from '../../design/dialog.tsx';
import { useUrlState } from '../../navigation/url-state.ts';
import './proof.css';
import { ProofRun } from './proof-run.tsx';
import { NOTHING_PROVEN, provingCodec } from './proving.ts';
import { StartProof } from './start-proof.tsx';
import { useProofRun } from './use-proof-run.ts';

/** Names of a run that are written into the address when it is begun anew; of more the address says how to find them. */
const MAX_NAMES = 20;

/**
 * Proves alerts: asks who is to be told, then shows the proof as it goes and what came of it. The run stands in the
 * address, so that a reload goes on showing it: open it by `useProving`.
 */
export function ProveDialog(props: {
  /** Names; those of the run are shown where the address names one. */
  readonly alerts: readonly string[];
  readonly onClose: () => void;
}): JSX.Element {
  const [state, setState] = useUrlState(provingCodec);
  const { run: id } = state;
  const run = useProofRun(id);
  const alerts = run.data?.alerts.map(({ alert }) => alert) ?? props.alerts;
  const again = (): void =>
    setState(
      alerts.length <= MAX_NAMES ? { ...NOTHING_PROVEN, alerts } : { ...state, run: undefined },
      'push',
    );
  return (
    <Dialog title={titleOf(alerts)} size="large" onClose={props.onClose}>
      {id === undefined ? (
        <StartProof alerts={alerts} onStarted={(started) => setState({ ...state, run: started }, 'push')} />
      ) : (
        <ProofRun key={id} state={run} onAgain={again} />
      )}
    </Dialog>
  );
}

function titleOf(alerts: readonly string[]): string {
  if (alerts.length === 0) return 'Proof';
  return alerts.length === 1 ? `Prove ${alerts[0]}` : `Prove ${plural(alerts.length, 'alert')}`;
}
