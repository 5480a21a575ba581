import type { OtlpContent } from '@telltale/model/wire';
import { parseOtlpLogs, parseOtlpLogsJson, parseOtlpTraces, parseOtlpTracesJson } from '@telltale/model/wire';
import type { IntakeSource, Signal } from '../intake-observer.ts';
import type { IntakeTargets } from '../intake.ts';

/** A request: protobuf, or JSON, which only HTTP brings. */
export interface OtlpRequest {
  readonly signal: Signal;
  readonly form: 'protobuf' | 'json';
  readonly bytes: Buffer;
  readonly source: IntakeSource;
}

/** What becomes of a request whose records were kept. */
export type OtlpTaken = Pick<OtlpContent<unknown>, 'rejected' | 'faults'>;

/**
 * Reads a request and keeps its records; resolves when they survive the death of the process.
 *
 * @throws TelltaleError `TT_OTLP` for a request that cannot be read, `TT_OVERLOADED` where there is no room for it
 */
export async function takeOtlp(request: OtlpRequest, targets: IntakeTargets): Promise<OtlpTaken> {
  const { signal, source } = request;
  if (signal === 'logs') {
    const content = readLogs(request);
    await targets.logIntake.append(content.items, source);
    return note(content, request, targets);
  }
  if (signal === 'metrics') {
    const taken = await targets.metricIntake.takeOtlp(request.form, request.bytes, source);
    return note(taken, request, targets);
  }
  const content = readSpans(request);
  await targets.spanIntake.append(content.items, source);
  return note(content, request, targets);
}

function readLogs({ form, bytes }: OtlpRequest): ReturnType<typeof parseOtlpLogs> {
  return form === 'json' ? parseOtlpLogsJson(bytes.toString()) : parseOtlpLogs(bytes);
}

function readSpans({ form, bytes }: OtlpRequest): ReturnType<typeof parseOtlpTraces> {
  return form === 'json' ? parseOtlpTracesJson(bytes.toString()) : parseOtlpTraces(bytes);
}

function note(taken: OtlpTaken, { signal, source }: OtlpRequest, { observe }: IntakeTargets): OtlpTaken {
  if (taken.faults.length === 0) return taken;
  const observer = observe(signal);
  if (taken.rejected > 0) observer.onRejected(source, taken.rejected);
  for (const { problem, count } of taken.faults) observer.onProblem(problem, count);
  return taken;
}
