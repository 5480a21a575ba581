import type { CheckContext, HealthCheck } from '../health-check.ts';

/** A client of `minio`. */
interface MinioClient {
  bucketExists(bucket: string): Promise<boolean>;
}

/** The client `S3` of `@aws-sdk/client-s3`. */
interface AwsClient {
  headBucket(input: { readonly Bucket: string }, options: object): unknown;
}

/** What {@link s3} takes: a client, or where the storage is. */
export type S3Options =
  | { readonly client: MinioClient | AwsClient; readonly bucket: string }
  | { readonly endpoint: string; readonly bucket: string };

const FORBIDDEN = 403;

/**
 * Whether a bucket of an S3-compatible storage is there: asked with a client of `minio`, or `S3` of
 * `@aws-sdk/client-s3`. With an `endpoint` alone a request without signature is sent, and a refusal counts as passed:
 * then the storage answers, but whether the bucket is there it tells only to who may know.
 */
export function s3(options: S3Options): HealthCheck {
  return {
    run: async (context) => {
      const { bucket } = options;
      const isThere = 'client' in options ? await askClient(options, context) : await ask(options, context);
      if (!isThere) throw new Error(`there is no bucket '${bucket}'`);
    },
  };
}

async function askClient(
  { client, bucket }: Extract<S3Options, { client: unknown }>,
  { signal }: CheckContext,
): Promise<boolean> {
  if ('bucketExists' in client) return client.bucketExists(bucket);
  await client.headBucket({ Bucket: bucket }, { abortSignal: signal });
  return true;
}

async function ask(
  { endpoint, bucket }: Extract<S3Options, { endpoint: string }>,
  { signal }: CheckContext,
): Promise<boolean> {
  const url = new URL(`${endpoint.replace(/\/+$/, '')}/${encodeURIComponent(bucket)}`);
  const { ok, status } = await fetch(url, { method: 'HEAD', signal, redirect: 'manual' });
  if (status >= 500) throw new Error(`the storage answers with status ${status}`);
  return ok || status === FORBIDDEN;
}
