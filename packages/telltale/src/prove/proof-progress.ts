import type { CommandIo } from '../io/command-io.ts';

const CLEAR_LINE = '\r\u001B[K';

/** What is being proven, on one line of standard error; nothing where that is no terminal. */
export interface ProofProgress {
  show(text: string): void;
  end(): void;
}

export function createProofProgress(io: CommandIo): ProofProgress {
  let isShown = false;
  const columns = io.columns ?? 80;
  return {
    show: (text) => {
      if (!io.showsProgress) return;
      isShown = true;
      io.writeError(`${CLEAR_LINE}${text.slice(0, columns - 1)}`);
    },
    end: () => {
      if (isShown) io.writeError(CLEAR_LINE);
      isShown = false;
    },
  };
}
