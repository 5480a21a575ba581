import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readExportAnswer } from './read-export-answer.ts';
import { writeExportAnswer } from './write-otlp-answer.ts';

test('what a receiver did not take is read as it was written', () => {
  fc.assert(
    fc.property(fc.nat(), fc.string({ unit: 'grapheme' }), (rejected, message) => {
      expect(readExportAnswer(writeExportAnswer(rejected, message))).toEqual({ rejected, message });
    }),
  );
});

test('an answer that is none says nothing', () => {
  const nothing = { rejected: 0, message: '' };
  for (const text of ['', '{}', '<html>', '\u000a\u00ff\u00ff']) {
    expect(readExportAnswer(Buffer.from(text))).toEqual(nothing);
  }
  fc.assert(fc.property(fc.uint8Array(), (bytes) => readExportAnswer(bytes).rejected !== undefined));
});
