import type { ReceiverTestView } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useStation } from '../../data/station-context.ts';
import { Dialog } from '../../design/dialog.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { Icon } from '../../design/icon.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { StateBadge } from '../../design/state-badge.tsx';
import { formatValue } from '../../format/units.ts';
import { FiringPreviews, MessagePreviews } from './message-previews.tsx';
import { MessageView } from './message-view.tsx';
import './proof.css';

type Labels = Readonly<Record<string, string>>;

/**
 * Sends a test message, marked as a drill, and says what became of it. It also shows what the
 * receivers would be told of an alert: of the one whose labels are given, or of one that fires.
 */
export function SendTestDialog(props: {
  /** Name of the only receiver to be told. Default: all are. */
  readonly receiver?: string;
  readonly labels?: Labels;
  readonly annotations?: Labels;
  readonly onClose: () => void;
}): JSX.Element {
  const { receiver, labels, annotations = {}, onClose } = props;
  const { api } = useStation();
  const only = receiver === undefined ? {} : { receiver };
  const [results, setResults] = useState<readonly ReceiverTestView[] | undefined>(undefined);
  const [fault, setFault] = useState('');
  const [isBusy, setBusy] = useState(false);
  const send = async (): Promise<void> => {
    setBusy(true);
    setFault('');
    try {
      setResults(await api.proofs.testReceivers(only));
    } catch (error) {
      setFault(error instanceof Error ? error.message : String(error));
    }
    setBusy(false);
  };
  return (
    <Dialog
      title={receiver === undefined ? 'Send a test to all receivers' : `Send a test to ${receiver}`}
      onClose={onClose}
      footer={
        <>
          <button type="button" class="button" onClick={onClose}>
            Close
          </button>
          <button
            type="button"
            class="button is-primary"
            disabled={isBusy}
            aria-busy={isBusy}
            onClick={() => void send()}
          >
            <Icon name="external" /> {results === undefined ? 'Send test' : 'Send again'}
          </button>
        </>
      }
    >
      <div class="test-dialog">
        <p>
          {receiver === undefined ? 'Every receiver' : receiver} gets one message, marked [DRILL], that says
          that nothing is wrong. It is tried once.
        </p>
        {fault !== '' && <ErrorState title="The test was not sent" error={fault} />}
        <div role="status" class="test-results">
          {isBusy && <Skeleton label="Sending" lines={2} />}
          {!isBusy &&
            results?.map((result, index) => (
              <TestResult key={`${result.receiver} ${index}`} result={result} />
            ))}
        </div>
        {labels === undefined ? (
          <FiringPreviews {...only} />
        ) : (
          <MessagePreviews labels={labels} annotations={annotations} {...only} />
        )}
      </div>
    </Dialog>
  );
}

/** What became of the message to one way of telling a receiver. */
function TestResult({ result }: { readonly result: ReceiverTestView }): JSX.Element {
  const { receiver, integration, isDelivered, reason, error, httpStatus, durationMs, message } = result;
  return (
    <section class="test-result">
      <p class="test-result-head">
        <StateBadge
          icon={isDelivered ? 'ok' : 'firing'}
          word={isDelivered ? 'Delivered' : 'Failed'}
          tone={isDelivered ? 'ok' : 'bad'}
        />
        <strong>{receiver}</strong>
        <span class="section-note">
          {integration}, {formatValue('seconds', durationMs / 1000)}
          {httpStatus !== null && `, HTTP ${httpStatus}`}
        </span>
      </p>
      {!isDelivered && (
        <p class="target-error">
          {error} <span class="test-reason">{reason}</span>
        </p>
      )}
      <details class="way-message">
        <summary>{isDelivered ? 'What was sent' : 'What was to be sent'}</summary>
        <MessageView integration={integration} message={message} />
      </details>
    </section>
  );
}
