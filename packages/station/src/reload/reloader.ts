import { TelltaleError } from '@telltale/model';
import type { ReloadedSettings } from '../settings.ts';

/** How the last attempt to read the configuration anew went. */
export interface ReloadStatus {
  readonly isSuccessful: boolean;
  /** When the configuration in force was read. */
  readonly lastSuccessMs: number;
  /** When it was last tried. */
  readonly lastAttemptMs: number;
  /** Why the last attempt failed; empty when it did not. */
  readonly error: string;
}

/** Reads rules, routing and targets anew while the station runs. */
export interface Reloader {
  /**
   * Takes all of the new configuration, or keeps all of the old one and rejects with what is wrong.
   * Attempts wait for one another.
   */
  reload(): Promise<void>;
  status(): ReloadStatus;
}

/** What {@link createReloader} takes. */
export interface ReloaderOptions {
  /** Absent where there is nothing that could be read anew. */
  readonly load: (() => Promise<ReloadedSettings>) | undefined;
  readonly apply: (settings: ReloadedSettings) => Promise<void>;
  readonly now: () => number;
  readonly log?: ((line: string) => void) | undefined;
  /** An attempt has ended; `error` is empty where the new configuration is in force. */
  readonly onAttempt?: ((error: string) => void) | undefined;
}

/** Creates a reloader; the station has started with a configuration that was read now. */
export function createReloader({ load, apply, now, log, onAttempt }: ReloaderOptions): Reloader {
  const succeeded = (atMs: number): ReloadStatus => ({
    isSuccessful: true,
    lastSuccessMs: atMs,
    lastAttemptMs: atMs,
    error: '',
  });
  let status = succeeded(now());
  let last: Promise<unknown> = Promise.resolve();
  const attempt = async (): Promise<void> => {
    try {
      if (!load) throw new TelltaleError('TT_USAGE', 'this station has no configuration that could be read');
      await apply(await load());
      status = succeeded(now());
      log?.('The configuration was read anew.');
      onAttempt?.('');
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      status = { ...status, isSuccessful: false, lastAttemptMs: now(), error: message };
      log?.(`The configuration is refused, and the one before stays in force: ${message}`);
      onAttempt?.(message);
      throw error;
    }
  };
  return {
    reload: () => {
      const current = last.then(attempt);
      last = current.catch(() => undefined);
      return current;
    },
    status: () => status,
  };
}
