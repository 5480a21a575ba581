/** The text of a body within a limit; `undefined` where it is longer or breaks off. */
export async function readText(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  maxBytes: number,
): Promise<string | undefined> {
  const read: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of chunks) {
      size += chunk.length;
      // Leaving the loop ends the reading.
      if (size > maxBytes) return undefined;
      read.push(chunk);
    }
  } catch {
    return undefined;
  }
  return Buffer.concat(read).toString('utf8');
}
