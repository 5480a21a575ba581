import { Worker } from 'node:worker_threads';

/** A program of this package that runs as a thread. */
export interface ThreadProgram {
  /** Shown by debuggers and profilers. */
  readonly name: string;
  /** The file in the sources. */
  readonly source: URL;
  /** The entry of the package that leads to the built file. */
  readonly specifier: string;
  /** Memory for new objects; without a limit V8 takes 64 MB and more and keeps it. */
  readonly youngGenerationMb: number;
}

/** Starts a thread from the same kind of file as this one: sources in development, else the bundle. */
export function startThread(program: ThreadProgram, workerData: unknown): Worker {
  const isSource = import.meta.url.endsWith('.ts');
  const entry = isSource ? program.source : new URL(import.meta.resolve(program.specifier));
  return new Worker(isSource ? withCompileCache(entry) : entry, {
    name: program.name,
    workerData,
    resourceLimits: { maxYoungGenerationSizeMb: program.youngGenerationMb },
    execArgv: isSource ? ['--conditions=@telltale/source', '--no-warnings'] : ['--no-warnings'],
  });
}

/**
 * A program that imports `entry` with the compile cache on, which also keeps TypeScript stripped of
 * its types. Without it each thread takes 0.3 s to strip all files again; and since Node strips by
 * WebAssembly, whose code V8 frees unsafely when threads end (seen in 24.21 as a rare crash after
 * hundreds of threads), a thread had better not do it at all.
 */
function withCompileCache(entry: URL): URL {
  const program = [
    `import { enableCompileCache } from 'node:module';`,
    `enableCompileCache();`,
    `await import(${JSON.stringify(entry.href)});`,
  ].join('\n');
  return new URL(`data:text/javascript,${encodeURIComponent(program)}`);
}
