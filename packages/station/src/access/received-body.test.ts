import { expect, test } from 'vitest';
import { ReceivedBody } from './received-body.ts';

const body = (...parts: string[]) => new ReceivedBody(parts.map((part) => Buffer.from(part)));

test('the parts of a body are one piece, in memory that the next body takes over', () => {
  const first = body('a_total ', '1\n').inSharedMemory();
  expect(Buffer.from(first).toString()).toBe('a_total 1\n');
  const second = body('b ', '2\n').inSharedMemory();
  expect(Buffer.from(second).toString()).toBe('b 2\n');
  expect(second.buffer).toBe(first.buffer);
});

test('a copy of a body stays as it is', () => {
  const copy = body('a ', '1\n').copy();
  body('b ', '2\n').inSharedMemory();
  expect(Buffer.from(copy).toString()).toBe('a 1\n');
});

test('a very large body has memory of its own', () => {
  const part = 'a'.repeat(5 * 1024 * 1024);
  const large = body(part, part).inSharedMemory();
  const small = body('a ', '1\n').inSharedMemory();
  expect(large.byteLength).toBe(10 * 1024 * 1024);
  expect(small.buffer).not.toBe(large.buffer);
});
