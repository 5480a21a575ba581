import { expect, it } from 'vitest';
import { Block } from './block.ts';
import { packBlock, unpackBlock } from './packed-block.ts';

it('a block is the same after it was packed, and is not packed twice', () => {
  const block = new Uint8Array(1000).fill(1);
  const packed = packBlock(block);
  expect(packed!.length).toBeLessThan(100);
  expect(unpackBlock(packed!)).toEqual(Buffer.from(block));
  expect(packBlock(packed!)).toBeUndefined();
  expect(unpackBlock(block)).toBe(block);
});

it('a block that does not become much smaller stays as it is', () => {
  const block = Uint8Array.from({ length: 1000 }, (_, i) => (i === 0 ? 1 : Math.imul(i, 0x9e37_79b1) >>> 24));
  expect(packBlock(crypto.getRandomValues(block))).toBeUndefined();
});

it('a damaged packed block is known for damaged, whichever byte it is', () => {
  const packed = packBlock(new Uint8Array(1000).fill(1))!;
  for (let i = 1; i < packed.length; i++) {
    expect(Block.open(packed.map((byte, k) => (k === i ? byte ^ 4 : byte)))).toBeUndefined();
  }
});
