import type { PrometheusClient } from '../server/prometheus-client.ts';
import type { ReviewSnapshot } from './snapshot/snapshot.ts';

/** What is reviewed, and over which time. */
export interface ReviewCase {
  readonly client: PrometheusClient;
  /** Address of the server; `undefined` where a data folder is looked at. */
  readonly server: string | undefined;
  readonly isStation: boolean;
  /** Address of the Alertmanager; `undefined` where it is the station's own, or none is known. */
  readonly alertmanager: string | undefined;
  /** End of what is looked at: now, or the newest sample of a folder. */
  readonly nowMs: number;
  /** How far alerts, targets and the disk are looked back at. */
  readonly periodMs: number;
  readonly current: ReviewSnapshot;
  /** What is compared with; `undefined` at the first time. */
  readonly before: ReviewSnapshot | undefined;
}

/** A part can say why it has nothing to look at. */
export class NotKnown extends Error {
  override readonly name = 'NotKnown';
}
