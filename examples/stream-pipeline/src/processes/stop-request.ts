/** Is aborted when somebody asks the program to stop. */
export function stopRequest(): AbortSignal {
  const stop = new AbortController();
  // Not `once`: npm and the terminal both send the signal, and the second must not kill the program.
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => stop.abort());
  return stop.signal;
}
