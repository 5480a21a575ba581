import { sentErrorOf } from '../../read/remote/sent-error.ts';
import { TraceFiles } from '../file/trace-files.ts';
import type { TraceMessage, TraceReport, TraceRequest, TraceThreadOptions } from './messages.ts';
import { TraceAnswerer } from './trace-answerer.ts';
import { TraceSettler } from './trace-settler.ts';

/** What runs in the thread: the only code that writes trace files. */
export class TraceEngine {
  readonly #report: (report: TraceReport) => void;
  readonly #files: TraceFiles;
  readonly #settler: TraceSettler;
  readonly #answerer: TraceAnswerer;
  /** Of requests that go on. */
  readonly #signals = new Map<number, AbortController>();

  constructor(options: TraceThreadOptions, report: (report: TraceReport) => void) {
    this.#report = report;
    const onNotice = (notice: Extract<TraceReport, { kind: 'notice' }>['notice']) =>
      report({ kind: 'notice', notice });
    const files = new TraceFiles({ ...options, onNotice });
    this.#files = files;
    this.#settler = new TraceSettler({
      ...options,
      files,
      onReleased: (number) => report({ kind: 'released', number }),
      onNotice,
    });
    this.#answerer = new TraceAnswerer(files, this.#settler);
  }

  handle(message: TraceMessage): void {
    switch (message.kind) {
      case 'batch':
        this.#settler.add(message.number, message.bytes, message.nowMs);
        break;
      case 'tick':
        void this.#settler.settle(message.nowMs);
        break;
      case 'sampling':
        this.#settler.sampling = message.sampling;
        break;
      case 'limit':
        this.#files.maxBytes = message.maxBytes;
        break;
      case 'request':
        void this.#answer(message.id, message.request);
        break;
      case 'cancel':
        this.#signals.get(message.id)?.abort();
        break;
    }
  }

  async #answer(id: number, request: TraceRequest): Promise<void> {
    const controller = new AbortController();
    this.#signals.set(id, controller);
    try {
      const answer = await this.#answerer.answer(request, controller.signal);
      this.#report({ kind: 'answer', id, answer });
    } catch (error) {
      this.#report({ kind: 'failed', id, error: sentErrorOf(error) });
    } finally {
      this.#signals.delete(id);
    }
  }
}
