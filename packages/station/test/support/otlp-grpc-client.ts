import type { ServiceError } from '@grpc/grpc-js';
import { Client, Metadata, compressionAlgorithms, credentials } from '@grpc/grpc-js';
import { onTestFinished } from 'vitest';

const SERVICES = {
  logs: '/opentelemetry.proto.collector.logs.v1.LogsService/Export',
  traces: '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
  metrics: '/opentelemetry.proto.collector.metrics.v1.MetricsService/Export',
  profiles: '/opentelemetry.proto.collector.profiles.v1development.ProfilesService/Export',
};

/** Sends requests of OTLP over gRPC, as exporters do. */
export interface OtlpGrpcClient {
  /** Gives the bytes of the answer, or rejects with a `ServiceError`. */
  export(signal: keyof typeof SERVICES, request: Uint8Array): Promise<Buffer>;
}

/** How a client is made. */
export interface OtlpGrpcClientOptions {
  readonly gzip?: boolean;
  /** Sent with each request. */
  readonly token?: string;
  /** Authority of the server, and certificate of the client with its key, in PEM. */
  readonly tls?: { readonly ca: Buffer; readonly key?: Buffer; readonly cert?: Buffer };
}

/** A client for one test; with compression it sends gzip. */
export function otlpGrpcClient(url: string, options: OtlpGrpcClientOptions = {}): OtlpGrpcClient {
  const { tls, token } = options;
  const metadata = new Metadata();
  if (token !== undefined) metadata.set('authorization', `Bearer ${token}`);
  const access = tls ? credentials.createSsl(tls.ca, tls.key, tls.cert) : credentials.createInsecure();
  const client = new Client(new URL(url).host, access, {
    'grpc.max_send_message_length': -1,
    ...(options.gzip && { 'grpc.default_compression_algorithm': compressionAlgorithms.gzip }),
  });
  onTestFinished(() => client.close());
  const asItIs = (bytes: Buffer) => bytes;
  return {
    export: (signal, request) =>
      new Promise((resolve, reject) => {
        const done = (error: ServiceError | null, answer?: Buffer) => {
          if (answer) resolve(answer);
          else reject(error);
        };
        client.makeUnaryRequest(SERVICES[signal], asItIs, asItIs, Buffer.from(request), metadata, done);
      }),
  };
}
