import type { Duration } from '../time/duration.ts';

/** How notifications are made sure of. */
export interface NotificationsDeclaration<Receiver extends string> {
  /** The receiver that is told what another one refused, or could not be told. */
  readonly fallback?: Receiver;
  /**
   * `host:port` or URL of Alertmanagers. They are told of all alerts in the place of the receivers, which are then
   * theirs to tell: several stations with clustered Alertmanagers send one notification.
   */
  readonly alertmanagers?: readonly string[];
  /** An alert that always fires, and the receiver that raises the alarm when it is no longer told; `1m` by default. */
  readonly heartbeat?: { readonly to: Receiver; readonly every?: Duration };
  /** How often each receiver gets a test message, such as `1w`; never by default. */
  readonly testEvery?: Duration;
}

/** How often the alerts are proven. */
export interface ProofDeclaration {
  /** How often the station proves all alerts, with receivers of its own that nobody hears; never by default. */
  readonly every?: Duration;
  /** A proof that is older counts no longer; `7d` by default. */
  readonly maxAge?: Duration;
}
