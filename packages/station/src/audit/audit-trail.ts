import type { Clock } from '@telltale/model';
import type { AuditLog, AuditRecord } from '@telltale/storage';

/** What is told of the audit log. */
export interface AuditObserver {
  onWritten(): void;
  /** A record could not be written. */
  onLost(): void;
  log(line: string): void;
}

/** What {@link AuditTrail} takes. */
export interface AuditTrailOptions {
  readonly log: Pick<AuditLog, 'append'>;
  readonly observer: AuditObserver;
  readonly clock: Clock;
}

/** Writes down what is done in a station, and tells where that is not possible. */
export class AuditTrail {
  readonly #options: AuditTrailOptions;

  constructor(options: AuditTrailOptions) {
    this.#options = options;
  }

  /** Whether the record is on disk; never rejects. */
  async record(done: Omit<AuditRecord, 'at'>): Promise<boolean> {
    const { log, observer, clock } = this.#options;
    try {
      await log.append({ at: new Date(clock.now()).toISOString(), ...done });
      observer.onWritten();
      return true;
    } catch (error) {
      observer.onLost();
      const reason = error instanceof Error ? error.message : String(error);
      observer.log(`What was done could not be written down (${done.action}): ${reason}`);
      return false;
    }
  }
}
