/** What is used of a logger. */
interface CrashLog {
  fatal(fields: object, message: string): void;
}

/**
 * Logs the error that ends the program, which ends as it would have without: an error that nobody has caught, or a
 * promise that was rejected unheard. The result stops it.
 */
export function logCrash(log: () => CrashLog): () => void {
  const onError = (error: unknown, origin: string) => {
    log().fatal({ err: error, origin }, 'uncaught error');
  };
  process.on('uncaughtExceptionMonitor', onError);
  return () => void process.off('uncaughtExceptionMonitor', onError);
}
