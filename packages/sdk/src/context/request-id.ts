import { nodeCrypto } from '../platform/node-modules.ts';

/** The header that names a request, in and out. */
export const REQUEST_ID = 'x-request-id';

/** What others choose as ids: of these characters, and no longer; it is written to logs and headers. */
const VALID = /^[\w.:/@+=~-]{1,128}$/;

/** The id of a request as a header brought it; nothing where it is none. */
export function validRequestId(header: unknown): string | undefined {
  const text: unknown = Array.isArray(header) ? header[0] : header;
  return typeof text === 'string' && VALID.test(text) ? text : undefined;
}

/** An id for a request that came without one. */
export function newRequestId(): string {
  return nodeCrypto().randomUUID();
}
