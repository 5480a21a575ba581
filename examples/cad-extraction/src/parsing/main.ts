import type { Facts, TaskType } from './facts.ts';
import { readDxf } from './read-dxf.ts';
import { readIfc } from './read-ifc.ts';
import { readPdf } from './read-pdf.ts';
import { readStep } from './read-step.ts';

// A process that does nothing but read files: whatever a file does to it, the worker that started it lives on.
const READERS = { pdf: readPdf, dxf: readDxf, ifc: readIfc, step: readStep } as const;

/** A file to be read. */
export interface ParseRequest {
  readonly type: TaskType;
  readonly content: Uint8Array;
}

/** What came of it. */
export type ParseResult = { readonly facts: Facts } | { readonly unreadable: string };

async function parse({ type, content }: ParseRequest): Promise<ParseResult> {
  try {
    return { facts: await READERS[type](content) };
  } catch (error) {
    // A WebAssembly that has aborted is of no use to the next file.
    if (error instanceof Error && error.name === 'RuntimeError') throw error;
    return { unreadable: error instanceof Error ? error.message : String(error) };
  }
}

process.on('message', (request: ParseRequest) => {
  void parse(request).then(
    // The worker may be gone meanwhile, and with it the reason to go on.
    (result) => process.send?.(result, undefined, undefined, (error) => error && process.exit()),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
// Signals of the terminal are for the worker: it disconnects when it ends.
process.on('SIGINT', () => undefined);
process.once('disconnect', () => process.exit());
