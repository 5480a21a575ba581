import type { Socket } from 'node:net';
import type { ServerUnaryCall, ServiceDefinition, UntypedHandleCall, sendUnaryData } from '@grpc/grpc-js';
import { Metadata, Server, ServerCredentials } from '@grpc/grpc-js';
import { describeFaults, writeExportAnswer, writeRpcStatus } from '@telltale/model/wire';
import { MAX_BODY_BYTES } from '../body/body-budget.ts';
import type { BodyBudget } from '../body/body-budget.ts';
import { RETRY_AFTER_SECONDS, RefusedRequest, refusalOf } from '../body/refused-request.ts';
import type { SignIn } from '../../sign-in/sign-in.ts';
import type { Signal } from '../intake-observer.ts';
import type { IntakeTargets } from '../intake.ts';
import type { OtlpTaken } from './otlp-intake.ts';
import { takeOtlp } from './otlp-intake.ts';
import { refuseStrangers } from './grpc-access.ts';
import { rpcCodeOf } from './rpc-codes.ts';

const METHODS: Readonly<Record<Signal, string>> = {
  logs: '/opentelemetry.proto.collector.logs.v1.LogsService/Export',
  traces: '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
  metrics: '/opentelemetry.proto.collector.metrics.v1.MetricsService/Export',
};
/** Requests of one connection that are read at a time. */
const MAX_STREAMS = 32;
/** A connection without requests is closed; exporters make a new one when they need it. */
const MAX_IDLE_MS = 300_000;
/** Metadata that carries a `google.rpc.Status`, where exporters look for the time to come again. */
const STATUS_DETAILS = 'grpc-status-details-bin';
const MS_PER_SECOND = 1000;

/** Speaks OTLP over gRPC on connections that it is given. */
export interface OtlpGrpc {
  serve(connection: Socket): void;
  /** Ends all that is under way. */
  stop(): void;
}

/**
 * Messages are read by our own decoder, and are bytes to gRPC.
 *
 * @param signIn Knows who sends; everybody may where absent.
 */
export function createOtlpGrpc(targets: IntakeTargets, budget: BodyBudget, signIn?: SignIn): OtlpGrpc {
  const server = new Server({
    'grpc.max_receive_message_length': MAX_BODY_BYTES,
    'grpc.max_concurrent_streams': MAX_STREAMS,
    'grpc.max_connection_idle_ms': MAX_IDLE_MS,
    interceptors: signIn ? [refuseStrangers(signIn)] : [],
  });
  for (const signal of ['logs', 'traces', 'metrics'] as const) {
    server.addService(serviceOf(METHODS[signal]), { Export: exporting(signal) });
  }
  const injector = server.createConnectionInjector(ServerCredentials.createInsecure());
  return {
    serve: (connection) => injector.injectConnection(connection),
    stop: () => server.forceShutdown(),
  };

  function exporting(signal: Signal): UntypedHandleCall {
    return ({ request }: ServerUnaryCall<Buffer, Buffer>, answer: sendUnaryData<Buffer>) => {
      take(signal, request).then(
        ({ rejected, faults }) => answer(null, bufferOf(writeExportAnswer(rejected, describeFaults(faults)))),
        (error: unknown) => {
          const refusal = refusalOf(error);
          targets.onRefused('otlp_grpc', refusal.reason);
          answer(statusOf(refusal));
        },
      );
    };
  }

  async function take(signal: Signal, bytes: Buffer): Promise<OtlpTaken> {
    if (!budget.take(bytes.length)) throw new RefusedRequest('overloaded', 'too many requests at once');
    try {
      return await takeOtlp({ signal, form: 'protobuf', bytes, source: 'otlp_grpc' }, targets);
    } finally {
      budget.release(bytes.length);
    }
  }
}

function serviceOf(path: string): ServiceDefinition {
  const asItIs = (bytes: Buffer) => bytes;
  return {
    Export: {
      path,
      requestStream: false,
      responseStream: false,
      requestSerialize: asItIs,
      requestDeserialize: asItIs,
      responseSerialize: asItIs,
      responseDeserialize: asItIs,
    },
  };
}

function statusOf({ reason, message }: RefusedRequest) {
  const code = rpcCodeOf(reason);
  const metadata = new Metadata();
  if (reason === 'overloaded') {
    const retryAfterMs = RETRY_AFTER_SECONDS * MS_PER_SECOND;
    metadata.set(STATUS_DETAILS, bufferOf(writeRpcStatus({ code, message, retryAfterMs })));
  }
  return { code, details: message, metadata };
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}
