import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { writeText } from './write-attributes.ts';

const { LengthDelimited, Varint } = WireType;
const RETRY_INFO = 'type.googleapis.com/google.rpc.RetryInfo';
const MS_PER_SECOND = 1000;
const NANOSECONDS_PER_MS = 1_000_000;

/**
 * Writes an `ExportLogsServiceResponse` or the like: nothing where all was taken, otherwise how many records were
 * not, and what was wrong.
 */
export function writeExportAnswer(rejected: number, message: string): Uint8Array<ArrayBuffer> {
  const writer = new BinaryWriter();
  if (rejected === 0 && message === '') return writer.finish();
  writer.tag(1, LengthDelimited).fork();
  if (rejected > 0) writer.tag(1, Varint).int64(rejected);
  writeText(writer, 2, message);
  return writer.join().finish();
}

/** What a `google.rpc.Status` says. */
export interface RpcStatus {
  /** Code of gRPC. */
  readonly code: number;
  readonly message: string;
  /** When the request may be sent again, as `google.rpc.RetryInfo`. */
  readonly retryAfterMs?: number;
}

/** Writes a `google.rpc.Status`, which is how requests are refused. */
export function writeRpcStatus({ code, message, retryAfterMs }: RpcStatus): Uint8Array<ArrayBuffer> {
  const writer = new BinaryWriter();
  writer.tag(1, Varint).int32(code);
  writeText(writer, 2, message);
  if (retryAfterMs !== undefined) {
    writer.tag(3, LengthDelimited).fork();
    writeText(writer, 1, RETRY_INFO);
    writer.tag(2, LengthDelimited).bytes(retryInfo(retryAfterMs));
    writer.join();
  }
  return writer.finish();
}

/** A `google.rpc.RetryInfo`, whose only field is a `google.protobuf.Duration`. */
function retryInfo(delayMs: number): Uint8Array {
  const writer = new BinaryWriter();
  writer.tag(1, LengthDelimited).fork();
  writer.tag(1, Varint).int64(Math.floor(delayMs / MS_PER_SECOND));
  writer.tag(2, Varint).int32(Math.floor((delayMs % MS_PER_SECOND) * NANOSECONDS_PER_MS));
  return writer.join().finish();
}
