import type { StoreNotice } from '@telltale/storage';

/** A condition of the station that somebody should look at. */
export interface StandingNotice {
  readonly message: string;
  readonly atMs: number;
}

/** Which of the store's notices still stand. */
export interface NoticeLog {
  add(notice: StoreNotice): void;
  /** What is wrong now: for example a disk that refuses writes. */
  standing(): readonly StandingNotice[];
  /** How often stored data turned out to be damaged since the start. */
  readonly corruptions: number;
}

const CORRUPTIONS: ReadonlySet<StoreNotice['kind']> = new Set(['log-cut', 'series-lost', 'block-damaged']);

export function createNoticeLog(now: () => number): NoticeLog {
  let writeFailure: StandingNotice | undefined;
  let corruptions = 0;
  return {
    add: ({ kind, message }) => {
      if (kind === 'write-failed') writeFailure = { message, atMs: writeFailure?.atMs ?? now() };
      if (kind === 'write-recovered') writeFailure = undefined;
      if (CORRUPTIONS.has(kind)) corruptions++;
    },
    standing: () => (writeFailure ? [writeFailure] : []),
    get corruptions() {
      return corruptions;
    },
  };
}
