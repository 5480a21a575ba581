/** What became of a push; `off` where nothing is pushed. */
export type PushResult = 'sent' | 'failed' | 'refused' | 'off';

/** Sends metrics somewhere, for programs that nobody scrapes. Nothing here throws or rejects. */
export interface Push {
  /**
   * Sends all metrics now, again and again until they arrive or the time is over.
   *
   * @param timeoutMs - In milliseconds; as long as the end of the program is held up by default, 5 s.
   */
  flush(timeoutMs?: number): Promise<PushResult>;
  /**
   * Writes what is not sent yet to a file, at once: it is sent by the next start of the program even if this
   * one is killed. `false` where nothing could be written.
   */
  checkpoint(): boolean;
  /** Removes what was pushed from a Pushgateway; `off` with other receivers. */
  removeGroup(): Promise<PushResult>;
  /** Sends all metrics a last time and lets the process go. */
  shutdown(): Promise<PushResult>;
}

/** For a service that pushes nothing. */
export const idlePush: Push = {
  flush: () => Promise.resolve('off'),
  checkpoint: () => false,
  removeGroup: () => Promise.resolve('off'),
  shutdown: () => Promise.resolve('off'),
};
