import { setTimeout as sleep } from 'node:timers/promises';
import type { ResolvedHealth } from '@telltale/definition';
import type { Diagnostics } from '../diagnostics/diagnostics.ts';
import { endBySignals } from './end-signals.ts';
import type { DrainableServer, ManageOptions } from './managed-server.ts';
import { ManagedServer } from './managed-server.ts';
import type { ShutdownStages, ShutdownTaskOptions } from './shutdown-stages.ts';

/** An application around a server, such as that of Fastify, which has an end of its own. */
export interface ServerApplication {
  readonly server: DrainableServer;
  close(): unknown;
}

/**
 * How the program lives and ends.
 *
 * @example
 * ```ts
 * import { createServer } from 'node:http';
 * import { instrument } from '@telltale/sdk';
 * import { defineMonitoring } from '@telltale/sdk/define';
 *
 * const t = instrument(defineMonitoring({ service: 'shop', health: { drainDelay: '0s' } }));
 * const server = createServer(t.http.wrap((request, response) => response.end('ok'))).listen(0, async () => {
 *   t.lifecycle.manage(server);
 *   t.lifecycle.onShutdown('database', () => {
 *     console.log('the database is closed'); // the database is closed
 *   });
 *   t.ready();
 *   await t.shutdown();
 * });
 * ```
 */
export interface Lifecycle {
  /** Aborted when the end begins: for loops that work until then. */
  readonly signal: AbortSignal;
  /**
   * Gives a server an orderly end, and the program one at SIGTERM and SIGINT: readiness is answered with 503, after
   * the delay of the definition the server takes no more connections, answers what it has been asked and tells its
   * WebSockets; then the tasks of {@link onShutdown} run, and metrics, traces and logs are sent. A second signal
   * ends the program at once. The result lets go of the server.
   */
  manage(server: DrainableServer | ServerApplication, options?: ManageOptions): () => void;
  /** Adds a task of the end, run when the servers have ended, the last one added first; the result takes it away. */
  onShutdown(name: string, task: () => unknown, options?: ShutdownTaskOptions): () => void;
}

/** What a lifecycle works with. */
export interface LifecycleParts {
  readonly plan: ResolvedHealth;
  readonly stages: ShutdownStages;
  readonly diagnostics: Pick<Diagnostics, 'tell'>;
  /** Readiness is answered with 503 from now on. */
  readonly markEnding: () => void;
  readonly handleSignals: boolean;
}

/** Of the time after the delay, requests that are being answered get this share; the rest is for what comes then. */
const SERVER_SHARE = 0.7;
/** Longer than the servers take by themselves. */
const SERVERS_TIMEOUT_MARGIN_MS = 5000;

/** The end of a program, from the first sign to the last byte. */
export class ProgramLifecycle implements Lifecycle {
  readonly #parts: LifecycleParts;
  readonly #controller = new AbortController();
  readonly #servers = new Set<ManagedServer>();
  #releaseSignals: (() => void) | undefined;
  #end: Promise<void> | undefined;
  #isWaiting = false;

  constructor(parts: LifecycleParts) {
    this.#parts = parts;
    if (parts.handleSignals) this.#handleSignals();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  manage(server: DrainableServer | ServerApplication, options?: ManageOptions): () => void {
    const application = 'server' in server ? server : undefined;
    const managed = new ManagedServer(application?.server ?? (server as DrainableServer), options);
    this.#servers.add(managed);
    const { drainDelayMs, graceMs } = this.#parts.plan;
    const limitMs = (graceMs - drainDelayMs) * SERVER_SHARE;
    const remove = this.#parts.stages.add(
      'servers',
      'requests',
      async () => {
        const cutOff = await managed.drain(limitMs);
        if (cutOff > 0) this.#tellOfCut(cutOff, limitMs);
        await application?.close();
      },
      { timeoutMs: limitMs + SERVERS_TIMEOUT_MARGIN_MS },
    );
    this.#handleSignals();
    return () => {
      remove();
      managed.release();
      this.#servers.delete(managed);
    };
  }

  onShutdown(name: string, task: () => unknown, options?: ShutdownTaskOptions): () => void {
    return this.#parts.stages.add('program', name, task, options);
  }

  /**
   * Ends everything, once. Where servers are managed others are given time to notice that they go; not at SIGINT,
   * which somebody has sent who waits at a terminal.
   */
  shutdown(isHurried = false): Promise<void> {
    this.#end ??= this.#run(isHurried);
    return this.#end;
  }

  async #run(isHurried: boolean): Promise<void> {
    const { plan, stages, markEnding } = this.#parts;
    markEnding();
    this.#controller.abort();
    for (const server of this.#servers) server.announceEnd();
    if (this.#servers.size > 0 && plan.drainDelayMs > 0 && !isHurried) {
      this.#isWaiting = true;
      await sleep(plan.drainDelayMs);
      this.#isWaiting = false;
    }
    await stages.run();
    this.#releaseSignals?.();
  }

  #handleSignals(): void {
    const { plan, stages } = this.#parts;
    this.#releaseSignals ??= endBySignals({
      end: (signal) => this.shutdown(signal === 'SIGINT'),
      graceMs: plan.graceMs,
      waitingFor: () => (this.#isWaiting ? ['proxies to notice'] : stages.running),
    });
  }

  #tellOfCut(count: number, limitMs: number): void {
    const describe = () => `${count} requests were cut off: they took more than ${limitMs / 1000} s`;
    this.#parts.diagnostics.tell('shutdown_failed', 'requests', describe);
  }
}
