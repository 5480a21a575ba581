import type { Clock } from '@telltale/model';
import { writeRemoteWrite } from '@telltale/model/wire';
import type { RemoteWriteMetadata } from '@telltale/model/wire';
import type { MetadataStore, SampleLog } from '@telltale/storage';
import type { OutgoingLabelSets } from './outgoing-labels.ts';
import type { RemoteWriteReceiver } from './remote-write-receiver.ts';
import { compressRequest } from './remote-write-receiver.ts';

const METADATA_INTERVAL_MS = 60_000;
const FAMILIES_PER_REQUEST = 500;
const EXEMPLARS_PER_REQUEST = 500;

export interface CompanionSenderOptions {
  readonly receiver: RemoteWriteReceiver;
  readonly metadata: Pick<MetadataStore, 'get'>;
  readonly samples: Pick<SampleLog, 'exemplarsAfter' | 'lastExemplarNumber'>;
  readonly labels: OutgoingLabelSets;
  readonly clock: Clock;
}

/**
 * Sends what stands beside samples, once these are sent: metadata of all families each minute, and new exemplars. What a
 * receiver cannot take now comes again with the next samples.
 */
export class CompanionSender {
  readonly #options: CompanionSenderOptions;
  #metadataDueMs = 0;
  /** Exemplars up to this number have their samples in what was read of the log. */
  #mark: number;

  constructor(options: CompanionSenderOptions) {
    this.#options = options;
    this.#mark = options.samples.lastExemplarNumber;
  }

  /** Returns the number of the last exemplar that is done with. */
  async send(exemplar: number, signal: AbortSignal): Promise<number> {
    const { clock, samples } = this.#options;
    if (clock.now() >= this.#metadataDueMs && (await this.#sendMetadata(signal))) {
      this.#metadataDueMs = clock.now() + METADATA_INTERVAL_MS;
    }
    const done = await this.#sendExemplars(exemplar, signal);
    this.#mark = samples.lastExemplarNumber;
    return done;
  }

  async #sendMetadata(signal: AbortSignal): Promise<boolean> {
    const families = [...this.#options.metadata.get()];
    for (let start = 0; start < families.length; start += FAMILIES_PER_REQUEST) {
      const metadata = families
        .slice(start, start + FAMILIES_PER_REQUEST)
        .map(([name, { type, help, unit }]): RemoteWriteMetadata => ({ name, type, help, unit }));
      const encoded = compressRequest(writeRemoteWrite({ series: [], metadata }));
      const { kind } = await this.#options.receiver.send(encoded, signal);
      if (kind === 'retry') return false;
    }
    return true;
  }

  async #sendExemplars(after: number, signal: AbortSignal): Promise<number> {
    const { samples, labels, receiver } = this.#options;
    for (let last = after; ;) {
      const found = samples
        .exemplarsAfter(last, EXEMPLARS_PER_REQUEST)
        .filter(({ number }) => number <= this.#mark);
      const newest = found.at(-1);
      if (!newest) return last;
      const series = found.flatMap(({ seriesId, exemplar }) => {
        const encoded = labels.of(seriesId);
        if (typeof encoded === 'string') return [];
        const { value, timestampMs } = exemplar;
        const exemplars = [{ labels: [...exemplar.labels.entries()], value, timestampMs }];
        return [{ labels: encoded, samples: [], exemplars }];
      });
      if (series.length > 0) {
        const encoded = compressRequest(writeRemoteWrite({ series, metadata: [] }));
        const { kind } = await receiver.send(encoded, signal);
        if (kind === 'retry') return last;
      }
      last = newest.number;
    }
  }
}
