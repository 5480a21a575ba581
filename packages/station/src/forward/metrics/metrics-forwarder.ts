import type { Clock } from '@telltale/model';
import { comparePositions } from '@telltale/storage';
import type { LogPiece, LogPosition, SampleLog } from '@telltale/storage';
import type { BatchSender } from './batch-sender.ts';
import type { CompanionSender } from './companion-sender.ts';
import type { DividedPiece, Division } from './divide-piece.ts';
import { dividePiece } from './divide-piece.ts';
import type { ForwardFigures } from './forward-figures.ts';
import type { ForwardProgress, ProgressStore } from './forward-progress.ts';
import type { OutgoingLabelSets } from './outgoing-labels.ts';

/** Share of the event loop that catching up may take, so that scrapes stay on time. */
const MAX_LOOP_SHARE = 0.25;
/** Of a sample in the log, at the least. */
const MIN_BYTES_PER_SAMPLE = 8;
/** Of a sample in the log, even where it is alone in its row. */
const MAX_BYTES_PER_SAMPLE = 100;
/** Read and dropped at once where too much waits. */
const DROPPED_AT_ONCE = 50_000;
/** When the station stops, an attempt may go on for this long. */
const STOP_GRACE_MS = 2000;
const RETRY_AFTER_FAULT_MS = 5000;

/** How a destination is sent to. */
export interface QueueSettings {
  /** Samples in a request. */
  readonly maxSamplesPerSend: number;
  /** Requests at once. */
  readonly maxShards: number;
  /** How long samples wait for more of them. */
  readonly maxWaitMs: number;
  /** The most of the log that waits; of more, the oldest is dropped. */
  readonly maxBytes: number;
}

export interface MetricsForwarderOptions {
  readonly name: string;
  readonly queue: QueueSettings;
  readonly samples: SampleLog;
  readonly labels: OutgoingLabelSets;
  readonly sender: BatchSender;
  /** Sends what stands beside samples. */
  readonly companions: CompanionSender;
  readonly progress: ProgressStore;
  readonly figures: ForwardFigures;
  readonly clock: Clock;
  /** Everything before this place was sent. */
  readonly onMoved: (position: LogPosition) => void;
  /** Receives a line for what the operator should know. */
  readonly log: (line: string) => void;
}

/**
 * Sends everything that the store takes to one destination, in the order in which it was taken: the write-ahead log is its
 * queue. A piece of the log is divided among some requests at once, and all of them are answered before the next piece is
 * read; so a series stays in order, memory is bounded by a piece, and how far it is needs one position. The position is durable
 * before a piece is sent: what was under way when the process died is sent again in the very same requests, which receivers
 * recognise.
 */
export class MetricsForwarder {
  readonly #options: MetricsForwarderOptions;
  #progress: ForwardProgress = { position: { segment: 0, offset: 0 }, exemplar: 0 };
  /** Ends requests and pauses. */
  #ending = new AbortController();
  #isStopped = false;
  #newsMs: number | undefined;
  #running: Promise<void> | undefined;
  #endWaiting: () => void = () => {};

  constructor(options: MetricsForwarderOptions) {
    this.#options = options;
  }

  get position(): LogPosition {
    return this.#progress.position;
  }

  /** Finds where an earlier process ended; a new destination begins now. */
  async open(): Promise<void> {
    const { samples, progress, name, log } = this.#options;
    const found = await progress.load();
    const isKnown = found && comparePositions(found.position, samples.end) <= 0;
    if (found && !isKnown) {
      log(`forwarding to ${name} begins anew: the data folder is older than what was forwarded`);
    }
    this.#progress = isKnown
      ? { ...found, exemplar: Math.min(found.exemplar, samples.lastExemplarNumber) }
      : { position: samples.end, exemplar: samples.lastExemplarNumber };
    if (!isKnown) await progress.save(this.#progress);
    this.#options.figures.readWaiting(() => samples.bytesFrom(this.position));
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** What was not sent is sent by the next process. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#endWaiting();
    const cancel = this.#options.clock.after(STOP_GRACE_MS, () => this.#ending.abort());
    await this.#running;
    cancel();
  }

  async #run(): Promise<void> {
    const { samples, figures, clock, name, log } = this.#options;
    const endListening = samples.onGrown(() => {
      figures.onGrown();
      this.#newsMs ??= clock.now();
      this.#dropIfFull();
      this.#endWaiting();
    });
    while (!this.#isStopped) {
      try {
        await this.#advance();
      } catch (error) {
        // The disk: it may be read, and written, later.
        log(`forwarding to ${name}: ${error instanceof Error ? error.message : String(error)}`);
        await this.#wait(RETRY_AFTER_FAULT_MS);
      }
    }
    endListening();
  }

  /** One step: waits, drops what is too much, or sends a piece. */
  async #advance(): Promise<void> {
    const { samples, queue, clock } = this.#options;
    const waiting = samples.bytesFrom(this.position);
    if (waiting > queue.maxBytes) return this.#drop();
    if (this.#progress.underWay === undefined) {
      if (waiting === 0) return this.#wait();
      this.#newsMs ??= clock.now();
      const ageMs = clock.now() - this.#newsMs;
      const isBatch = waiting >= queue.maxSamplesPerSend * MIN_BYTES_PER_SAMPLE;
      if (!isBatch && ageMs < queue.maxWaitMs) return this.#wait(queue.maxWaitMs - ageMs);
    }
    this.#newsMs = undefined;
    await this.#forwardPiece();
  }

  async #forwardPiece(): Promise<void> {
    const { samples, labels, figures, progress, companions } = this.#options;
    const { position, underWay } = this.#progress;
    const { piece, division } = underWay
      ? { piece: await samples.readAgain(position, underWay.to), division: underWay }
      : await this.#readPiece();
    if (!underWay) {
      this.#progress = { ...this.#progress, underWay: { ...division, to: piece.next } };
      await progress.save(this.#progress);
    }
    if (piece.lostFiles > 0) this.#tellLost(position);
    const busyBeforeMs = figures.loopMs;
    const startedMs = performance.now();
    const divided = dividePiece(piece.rows, (id) => labels.of(id), division);
    figures.onDivided(piece, divided, performance.now() - startedMs);
    const isSent = await this.#sendShards(divided);
    if (!isSent) return;
    await this.#moveTo(piece.next);
    if (this.#isStopped) return;
    const busyMs = figures.loopMs - busyBeforeMs;
    if (samples.bytesFrom(this.position) > 0) return this.#wait(busyMs / MAX_LOOP_SHARE - busyMs, false);
    const exemplar = await companions.send(this.#progress.exemplar, this.#ending.signal);
    this.#progress = { ...this.#progress, exemplar };
  }

  async #readPiece(): Promise<{ readonly piece: LogPiece; readonly division: Division }> {
    const { samples, queue } = this.#options;
    const { maxSamplesPerSend, maxShards } = queue;
    const piece = await samples.read(this.position, maxSamplesPerSend * maxShards);
    const shards = Math.min(maxShards, Math.max(1, Math.ceil(piece.samples / maxSamplesPerSend)));
    return { piece, division: { shards, maxSamplesPerSend } };
  }

  /** Whether all of it is where it belongs, or was refused. */
  async #sendShards({ shards }: DividedPiece): Promise<boolean> {
    const { sender } = this.#options;
    const { signal } = this.#ending;
    const sent = await Promise.all(
      shards.map(async (batches) => {
        for (const batch of batches) if (!(await sender.send(batch, signal))) return false;
        return true;
      }),
    );
    return sent.every(Boolean);
  }

  /** The next `save` makes it durable; until then the piece before would be sent again. */
  async #moveTo(position: LogPosition): Promise<void> {
    this.#progress = { position, exemplar: this.#progress.exemplar };
    if (this.#options.samples.bytesFrom(position) === 0) await this.#options.progress.save(this.#progress);
    this.#options.figures.onMoved();
    this.#options.onMoved(position);
  }

  /** Breaks off what is under way where more waits than may. */
  #dropIfFull(): void {
    const { samples, queue } = this.#options;
    if (samples.bytesFrom(this.position) <= queue.maxBytes) return;
    this.#ending.abort();
    if (!this.#isStopped) this.#ending = new AbortController();
  }

  /** Drops the oldest until no more waits than may; what is dropped is read to be counted. */
  async #drop(): Promise<void> {
    const { samples, queue, figures, progress, log, name } = this.#options;
    let dropped = 0;
    while (!this.#isStopped) {
      const tooMuch = samples.bytesFrom(this.position) - queue.maxBytes;
      if (tooMuch <= 0) break;
      // In small steps towards the end: what still may wait is not dropped with the rest.
      const most = Math.min(DROPPED_AT_ONCE, Math.ceil(tooMuch / MAX_BYTES_PER_SAMPLE));
      const piece = await samples.read(this.position, most);
      dropped += piece.samples;
      this.#progress = { position: piece.next, exemplar: this.#progress.exemplar };
    }
    figures.onDropped(dropped);
    await progress.save(this.#progress);
    this.#options.onMoved(this.position);
    log(`forwarding to ${name}: more waits than may, ${dropped} samples were dropped, the oldest first`);
  }

  #tellLost({ segment }: LogPosition): void {
    const { name, log } = this.#options;
    log(
      `forwarding to ${name}: files of the log from ${segment} on are damaged or gone, with what was to be sent`,
    );
  }

  /** Until there is news, or for so long; `endsWithNews` is false for a pause. */
  #wait(delayMs?: number, endsWithNews = true): Promise<void> {
    if (this.#isStopped) return Promise.resolve();
    return new Promise((resolve) => {
      const end = () => {
        cancel?.();
        this.#endWaiting = () => {};
        resolve();
      };
      const cancel = delayMs === undefined ? undefined : this.#options.clock.after(delayMs, end);
      this.#endWaiting = () => {
        if (this.#isStopped || endsWithNews) end();
      };
    });
  }
}
