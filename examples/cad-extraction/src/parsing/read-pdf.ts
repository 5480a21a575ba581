import { extractText, getDocumentProxy } from 'unpdf';

import type { Facts } from './facts.ts';

/** Reads the text of a document. Throws where it is none, or only the beginning of one. */
export async function readPdf(content: Uint8Array): Promise<Facts> {
  // The library would guess what is missing.
  if (!Buffer.from(content.slice(-64)).includes('%%EOF')) throw new Error('the end of the file is missing');
  const { totalPages, text } = await extractText(await getDocumentProxy(new Uint8Array(content)), {
    mergePages: true,
  });
  return { type: 'pdf', pages: totalPages, text };
}
