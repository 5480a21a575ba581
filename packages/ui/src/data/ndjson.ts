/**
 * Reads newline-delimited JSON from a byte stream, one value a line, as the lines arrive. Lines and
 * characters may be split anywhere between chunks; blank lines are skipped. Throws a `SyntaxError`
 * that names the line when one is not JSON; lines before it have been yielded by then.
 */
export async function* readNdjson(stream: ReadableStream<Uint8Array>): AsyncGenerator {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  let lineNumber = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      rest += done ? decoder.decode() : decoder.decode(value, { stream: true });
      const lines = rest.split('\n');
      rest = done ? '' : (lines.pop() ?? '');
      for (const line of lines) {
        lineNumber++;
        if (line.trim() !== '') yield parseLine(line, lineNumber);
      }
      if (done) return;
    }
  } finally {
    // A reader that leaves early also ends the download.
    await reader.cancel().catch(() => undefined);
  }
}

function parseLine(line: string, lineNumber: number): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw new SyntaxError(`line ${lineNumber} of the answer is not JSON`, { cause: error });
  }
}
