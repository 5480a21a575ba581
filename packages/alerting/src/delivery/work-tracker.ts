/** Knows whether any work is running. */
export interface WorkTracker {
  track(work: Promise<void>): void;
  /** Resolves as soon as nothing runs. */
  idle(): Promise<void>;
}

export function createWorkTracker(): WorkTracker {
  const running = new Set<Promise<void>>();
  return {
    track: (work) => {
      const settled = work.then(
        () => void running.delete(settled),
        () => void running.delete(settled),
      );
      running.add(settled);
    },
    idle: async () => {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
