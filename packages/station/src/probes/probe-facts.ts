import type { AddressGuard } from '@telltale/alerting';
import type { CertificateFacts } from './certificate-facts.ts';
import type { FoundAddress } from './find-address.ts';

/** Seconds of the phases of HTTP, summed over all redirects. */
export interface HttpPhases {
  resolve: number;
  connect: number;
  tls: number;
  processing: number;
  transfer: number;
}

/** What came of asking for a URL; of an answer that did not come everything is 0. */
export interface HttpFacts {
  readonly phases: HttpPhases;
  readonly status: number;
  /** With those that were not followed. */
  readonly redirects: number;
  readonly isTls: boolean;
  /** 1, 1.1 or 2. */
  readonly version: number;
  /** As the server said it; -1 where it did not. */
  readonly contentLength: number;
  /** What was read. */
  readonly bodyLength: number;
  readonly lastModifiedSeconds?: number;
}

/** What came of a probe. */
export interface ProbeFacts {
  /** Why it is no success, for people; empty where it is one. */
  readonly reason: string;
  readonly lookupSeconds: number;
  /** Absent where the name has none. */
  readonly address?: FoundAddress;
  /** Whether the body had not what it should, or what it should not. */
  readonly isRefusedByPattern: boolean;
  /** Of the last connection, where it speaks TLS. */
  readonly certificates?: CertificateFacts;
  readonly http?: HttpFacts;
}

/** Makes a probe; never rejects. Everything ends when the signal aborts. */
export type Prober = (addresses: AddressGuard, signal: AbortSignal) => Promise<ProbeFacts>;
