import { LogDayFiles } from '../file/log-day-files.ts';
import { sentErrorOf } from '../../read/remote/sent-error.ts';
import { compileRegexp } from '../../search/compile-regexp.ts';
import { BlockScan } from '../search/block-scan.ts';
import { countBlocks } from '../search/count-blocks.ts';
import { unpackBlockRefs } from '../search/log-block-ref.ts';
import { searchBlocks } from '../search/search-blocks.ts';
import type { PrintedPage } from '../search/search-blocks.ts';
import type {
  LogAnswer,
  LogPageAnswer,
  LogQuestion,
  LogReaderMessage,
  LogReaderOptions,
  LogReaderReport,
} from './reader-messages.ts';

const RECORDS_PER_CHUNK = 250;

/** Answers questions about blocks; those that come together take turns. */
export class LogReader {
  readonly #files: LogDayFiles;
  readonly #report: (report: LogReaderReport) => void;
  readonly #asked = new Map<number, AbortController>();

  constructor({ folderPath }: LogReaderOptions, report: (report: LogReaderReport) => void) {
    this.#files = new LogDayFiles(folderPath);
    this.#report = report;
  }

  handle(message: LogReaderMessage): void {
    switch (message.kind) {
      case 'ask':
        void this.#answer(message.id, message.question);
        break;
      case 'cancel':
        this.#asked.get(message.id)?.abort();
        break;
      case 'closeDays':
        for (const dayMs of message.days) this.#files.closeDay(dayMs);
        break;
      case 'close':
        for (const asked of this.#asked.values()) asked.abort();
        this.#files.close();
        break;
    }
  }

  async #answer(id: number, question: LogQuestion): Promise<void> {
    const asked = new AbortController();
    this.#asked.set(id, asked);
    try {
      this.#report({ kind: 'answer', id, answer: await this.#answerTo(question, asked.signal) });
    } catch (error) {
      this.#report({ kind: 'failed', id, error: sentErrorOf(error) });
    } finally {
      this.#asked.delete(id);
    }
  }

  async #answerTo(question: LogQuestion, signal: AbortSignal): Promise<LogAnswer> {
    const blocks = unpackBlockRefs(question.blocks);
    const scan = new BlockScan({
      filter: question.filter,
      compileRegexp,
      read: (dayMs, blockId, section) => this.#files.section(dayMs, blockId, section),
      onDamaged: ({ dayMs, id }) => this.#report({ kind: 'damaged', dayMs, blockId: id }),
      signal,
    });
    if (question.kind === 'count') {
      const steps = await countBlocks(scan, blocks, question.count);
      return { kind: 'counts', steps: steps.pack() };
    }
    return pageAnswerOf(await searchBlocks(scan, blocks, question.search));
  }
}

function pageAnswerOf({ sources, records, isCut }: PrintedPage): LogPageAnswer {
  const chunks: string[] = [];
  for (let start = 0; start < records.length; start += RECORDS_PER_CHUNK) {
    const texts = records.slice(start, start + RECORDS_PER_CHUNK).map(({ text }) => text);
    chunks.push(`[${texts.join()}]`);
  }
  return { kind: 'page', sources: JSON.stringify(sources), chunks, isCut };
}
