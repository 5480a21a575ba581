/**
 * Whether the bytes of `a` from `start` up to `end` are those of `b` from `at` on, which must have as many. Four at a
 * time: for the few bytes of a line or a label a call of native code takes longer.
 */
export function sameBytes(a: DataView, start: number, end: number, b: DataView, at: number): boolean {
  let i = start;
  let j = at;
  for (; i + 4 <= end; i += 4, j += 4) if (a.getInt32(i) !== b.getInt32(j)) return false;
  for (; i < end; i++, j++) if (a.getUint8(i) !== b.getUint8(j)) return false;
  return true;
}

/** The bytes of an array, to be compared or read; no copy. */
export function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
