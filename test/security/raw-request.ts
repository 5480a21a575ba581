import { connect } from 'node:net';
import type { Socket } from 'node:net';

/** How long a server may take to answer or to close. */
const PATIENCE_MS = 15_000;

/**
 * Writes bytes to a port and reads what comes back until the server closes, or the text of its answer is there.
 * Empty where it closed without a word.
 */
export async function rawRequest(
  port: number,
  bytes: string | Uint8Array,
  isWhole: (answer: string) => boolean = hasHeaders,
): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  try {
    return await answerOf(socket, bytes, isWhole);
  } finally {
    socket.destroy();
  }
}

function answerOf(
  socket: Socket,
  bytes: string | Uint8Array,
  isWhole: (answer: string) => boolean,
): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const give = () => resolve(answer);
    socket.setTimeout(PATIENCE_MS, () =>
      reject(new Error(`no answer to ${JSON.stringify(String(bytes).slice(0, 80))}`)),
    );
    // A server that closes while it is written to resets the connection.
    socket.on('error', give).on('close', give);
    socket.on('data', (chunk: Buffer) => {
      answer += chunk.toString('latin1');
      if (isWhole(answer)) give();
    });
    socket.write(bytes);
  });
}

/** A server that answers and keeps the connection is not waited for. */
function hasHeaders(answer: string): boolean {
  return answer.includes('\r\n\r\n');
}

/** The number in the first line of an answer; 0 where there is none. */
export function statusOf(answer: string): number {
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0);
}
