import type { LabelSet } from '@telltale/model';
import type { StoredAlert } from './alert-update.ts';

/** A firing alert and what becomes of it. */
export interface KnownAlert extends StoredAlert {
  /** `unprocessed` until the notifier has started; `suppressed` while anything mutes the alert. */
  readonly state: 'unprocessed' | 'active' | 'suppressed';
  /** Identifiers of the silences in force for it. */
  readonly silencedBy: readonly string[];
  /** Fingerprints of alerts that inhibit it; one is enough. */
  readonly inhibitedBy: readonly string[];
  /** Names of the time intervals because of which nobody is told now. */
  readonly mutedBy: readonly string[];
  /** Names of those who are told, without repetition, in order. */
  readonly receivers: readonly string[];
}

/** Firing alerts that one receiver is told of together. */
export interface GroupView {
  readonly receiver: string;
  readonly labels: LabelSet;
  /** Alertmanager's `groupKey`. */
  readonly key: string;
  /** The matchers on the way to the route. */
  readonly routeKey: string;
  /** At least one, in the order of messages. */
  readonly alerts: readonly KnownAlert[];
}
