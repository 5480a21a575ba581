/** Sent with what a check asks of another service: its health then leaves out the services that it asks in turn. */
export const CHECK_HEADER = 'telltale-health-check';

/** What a check is given when it runs. */
export interface CheckContext {
  /** Aborted when the time of the check is over. */
  readonly signal: AbortSignal;
  /**
   * To be sent with a request for another service's health, which then does not ask back: two services that check
   * each other would wait for each other, and once ill stay ill for ever.
   */
  readonly headers: Readonly<Record<string, string>>;
}

/** Passes unless it throws, rejects or gives `false`. */
export type CheckFunction = (context: CheckContext) => unknown;

/** A check with what there is to know of it. */
export interface HealthCheck {
  readonly run: CheckFunction;
  /** What the answer calls it when it has passed or failed; `connected` and `disconnected` by default. */
  readonly words?: readonly [passed: string, failed: string];
  /** Whether it asks another service, which may ask this one. */
  readonly asksService?: boolean;
}

/** What a check found, limits for a change of mind applied. */
export interface CheckResult {
  readonly hasPassed: boolean;
  /** Milliseconds since 1970. */
  readonly checkedAtMs: number;
  readonly durationMs: number;
  /** Why the last run failed, without secrets; present also where it takes more failures to count as failed. */
  readonly error?: string;
}
