const encoder = new TextEncoder();

/** JSON keeps every text, also half pairs of surrogates. */
export function encodeJson(value: unknown): Uint8Array {
  return encoder.encode(JSON.stringify(value));
}

/** What was written; the checksum of the section says that it still is. */
export function decodeJson(bytes: Uint8Array): unknown {
  return JSON.parse(decodeText(bytes));
}

/** @param encoding - `latin1` for what is ASCII, which is faster. */
export function decodeText(bytes: Uint8Array, encoding: 'utf8' | 'latin1' = 'utf8'): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(encoding);
}
