const NEWLINE = 10;
const NOTHING = new Uint8Array();
const STREAM = { stream: true };

/**
 * Reads newline-delimited JSON from a byte stream, one value a line, as the lines arrive. Lines and
 * characters may be split anywhere between chunks; blank lines are skipped. Throws a `SyntaxError`
 * that names the line when one is not JSON; lines before it have been yielded by then.
 */
export async function* readNdjson(stream: ReadableStream<Uint8Array>): AsyncGenerator {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let line = '';
  let lineNumber = 0;
  try {
    for (;;) {
      const { done, value = NOTHING } = await reader.read();
      let from = 0;
      // A line break is a byte of its own in UTF-8: lines are cut out as bytes, and nothing is copied to split it.
      for (let end = value.indexOf(NEWLINE); end !== -1; end = value.indexOf(NEWLINE, from)) {
        line += decoder.decode(value.subarray(from, end), STREAM);
        from = end + 1;
        lineNumber++;
        if (line.trim() !== '') yield parseLine(line, lineNumber);
        line = '';
      }
      line += done ? decoder.decode() : decoder.decode(value.subarray(from), STREAM);
      if (!done) continue;
      if (line.trim() !== '') yield parseLine(line, lineNumber + 1);
      return;
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
