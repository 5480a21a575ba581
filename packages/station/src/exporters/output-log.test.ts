import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { OutputLog } from './output-log.ts';

async function logged(chunks: readonly string[], secrets: readonly string[] = []) {
  const lines: string[] = [];
  let nowMs = 0;
  const output = new OutputLog({
    name: 'x',
    secrets,
    now: () => nowMs,
    log: (line) => void lines.push(line),
  });
  const read = async (some: readonly string[]) => {
    const stream = Readable.from(some.map((chunk) => Buffer.from(chunk)));
    output.read(stream);
    await new Promise((resolve) => stream.once('close', resolve));
  };
  await read(chunks);
  return { lines, output, read, wait: (ms: number) => (nowMs += ms) };
}

test('what a program says is told line by line, however it comes, and cut where it is too long', async () => {
  const { lines, output } = await logged(['one\r\ntw', 'o\n\n', 'y'.repeat(5000), 'z\nend']);
  expect(lines).toEqual(['x: one', 'x: two', `x: ${'y'.repeat(1000)}…`, 'x: end']);
  expect(output.last).toBe('end');
});

test('a program that says too much is told to say less, by a count of what was left out', async () => {
  const { lines, read, wait } = await logged(['noise\n'.repeat(1000)]);
  expect(lines).toHaveLength(100);
  wait(60_000);
  await read(['calm\n']);
  expect(lines.slice(100)).toEqual(['x: 900 more lines were left out', 'x: calm']);
});

test('secrets of a program are not told', async () => {
  const { lines } = await logged(['dial postgres://me:hush-hush@db\n'], ['hush-hush', 'me']);
  expect(lines).toEqual(['x: dial postgres://me:***@db']);
});
