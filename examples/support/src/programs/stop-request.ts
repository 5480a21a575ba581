/** Is aborted when somebody asks the program to stop, or when the program that started it is gone. */
export function stopRequest(): AbortSignal {
  const stop = new AbortController();
  // Not `once`: npm and the terminal both send the signal, and the second must not kill the program.
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => stop.abort());
  process.once('disconnect', () => stop.abort());
  return stop.signal;
}
