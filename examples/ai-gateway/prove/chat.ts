import type { Bench } from './bench.ts';

/** Asks the gateway; the answer is read to its end. */
export async function chat(
  bench: Bench,
  question: object,
): Promise<{ readonly status: number; readonly text: string; readonly headers: Headers }> {
  const response = await fetch(`${bench.urlOf('gateway')}/v1/chat`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(question),
  });
  return { status: response.status, text: await response.text(), headers: response.headers };
}
