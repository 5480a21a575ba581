/** Items of a request, encoded. */
export interface EncodedPiece {
  readonly bytes: Uint8Array;
  readonly items: number;
}

/**
 * Encodes items in pieces of so many bytes at most, as far as items are smaller: receivers refuse requests that are
 * too large.
 */
export function encodePieces<Item>(
  items: readonly Item[],
  encode: (items: readonly Item[]) => Uint8Array,
  maxBytes: number,
): EncodedPiece[] {
  if (items.length === 0) return [];
  const bytes = encode(items);
  if (bytes.length <= maxBytes || items.length === 1) return [{ bytes, items: items.length }];
  const parts = Math.min(items.length, Math.ceil(bytes.length / maxBytes));
  const size = Math.ceil(items.length / parts);
  return Array.from({ length: Math.ceil(items.length / size) }, (_, part) =>
    items.slice(part * size, (part + 1) * size),
  ).flatMap((piece) => encodePieces(piece, encode, maxBytes));
}
