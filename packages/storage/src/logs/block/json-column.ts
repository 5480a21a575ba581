const encoder = new TextEncoder();

/** JSON keeps every text, also half pairs of surrogates. */
export function encodeJson(value: unknown): Uint8Array {
  return encoder.encode(JSON.stringify(value));
}

/** What was written; the checksum of the section says that it still is. */
export function decodeJson(bytes: Uint8Array): unknown {
  return JSON.parse(decodeText(bytes));
}

/** Texts of JSON in lines: none has a line break in it. */
export function encodeLines(lines: readonly string[]): Uint8Array {
  return encoder.encode(lines.join('\n'));
}

export function decodeLines(bytes: Uint8Array): string[] {
  return decodeText(bytes).split('\n');
}

export function decodeText(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
}
