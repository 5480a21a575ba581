import { flagField, listField, optionalTextField, urlCodec } from '../../navigation/url-codec.ts';
import type { UrlCodec } from '../../navigation/url-codec.ts';
import { useUrlState } from '../../navigation/url-state.ts';

/** What is being proven on a page. */
export interface ProvingState {
  /** Names of the alerts. */
  readonly alerts: readonly string[];
  /** Instead of names: every alert without a proof that counts. There may be more than an address holds. */
  readonly isEveryUnproven: boolean;
  /** The run that is shown; `undefined` before it is started. */
  readonly run: string | undefined;
}

/** Nothing is being proven. */
export const NOTHING_PROVEN: ProvingState = { alerts: [], isEveryUnproven: false, run: undefined };

/** The address of what is being proven: `prove=HighErrorRate&proof_run=…`. */
export const provingCodec: UrlCodec<ProvingState> = urlCodec({
  alerts: listField('prove'),
  isEveryUnproven: flagField('prove_unproven'),
  run: optionalTextField('proof_run'),
});

/** Opens, keeps open and closes the dialog that proves, by the address of the page. */
export interface Proving {
  /** What the dialog is to prove; `undefined` while it is closed. */
  readonly alerts: readonly string[] | undefined;
  readonly open: (alerts: readonly string[]) => void;
  /** Opens it for every alert without a proof that counts. */
  readonly openUnproven: () => void;
  readonly close: () => void;
}

/** `unproven`: names of the page's alerts without a proof that counts, where it offers to prove them all. */
export function useProving(unproven: readonly string[] = []): Proving {
  const [state, setState] = useUrlState(provingCodec);
  const { alerts, isEveryUnproven, run } = state;
  const isOpen = alerts.length > 0 || isEveryUnproven || run !== undefined;
  return {
    alerts: isOpen ? (isEveryUnproven ? unproven : alerts) : undefined,
    open: (next) => setState({ ...NOTHING_PROVEN, alerts: next }, 'push'),
    openUnproven: () => setState({ ...NOTHING_PROVEN, isEveryUnproven: true }, 'push'),
    close: () => setState(NOTHING_PROVEN, 'push'),
  };
}
