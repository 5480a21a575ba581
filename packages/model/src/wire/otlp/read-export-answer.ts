import { MessageReader } from './message-reader.ts';

/** What the receiver of a request did not take. */
export interface ExportAnswer {
  /** Records or spans. */
  readonly rejected: number;
  /** Why; empty where all were taken without a remark. */
  readonly message: string;
}

const PARTIAL_SUCCESS = 0x0a;
const REJECTED = 0x08;
const MESSAGE = 0x12;

/**
 * Reads an `ExportLogsServiceResponse` or the like. What is none counts as one that says nothing: the status of the
 * answer has said that the request was taken.
 */
export function readExportAnswer(bytes: Uint8Array): ExportAnswer {
  const answer = { rejected: 0, message: '' };
  try {
    const reader = new MessageReader(bytes);
    reader.eachField(reader.len, PARTIAL_SUCCESS, () => {
      const end = reader.messageEnd(reader.len);
      while (reader.pos < end) {
        const tag = reader.uint32();
        if (tag === REJECTED) answer.rejected = Number(reader.int64());
        else if (tag === MESSAGE) answer.message = reader.string();
        else reader.skipField(tag);
      }
    });
  } catch {
    return { rejected: 0, message: '' };
  }
  return answer;
}
