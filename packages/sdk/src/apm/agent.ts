import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Diagnostics } from '../diagnostics/diagnostics.ts';

/** The agent `newrelic`, or something with its functions. */
export type ApmAgent = object;

/** Hands calls on to an agent; none of its faults reaches the program. */
export class AgentForwarder {
  readonly #agent: ApmAgent | undefined;
  readonly #diagnostics: Diagnostics;

  constructor(agent: ApmAgent | undefined, diagnostics: Diagnostics) {
    this.#agent = agent;
    this.#diagnostics = diagnostics;
  }

  /** Calls a function of the agent; `undefined` where there is no agent or no such function. */
  call(name: string, args: readonly unknown[]): unknown {
    const task = this.#find(name);
    if (!task) return undefined;
    try {
      return task(args);
    } catch (error) {
      const describe = () => `the agent could not ${name}: ${String(error)}`;
      this.#diagnostics.tell('apm_agent_failed', name, describe);
      return undefined;
    }
  }

  /**
   * Lets the agent run a task that is its last argument. The task runs once, also where the agent fails before it
   * does; what the task throws is thrown.
   */
  run<Result>(name: string, args: readonly unknown[], task: () => Result): Result {
    const runByAgent = this.#find(name);
    if (!runByAgent) return task();
    let outcome: { readonly result: Result } | { readonly error: unknown } | undefined;
    const once = () => {
      if (outcome === undefined) outcome = attempt(task);
      if ('error' in outcome) throw outcome.error;
      return outcome.result;
    };
    try {
      runByAgent([...args, once]);
    } catch {
      // What the task has thrown is thrown below.
    }
    return once();
  }

  #find(name: string): ((args: readonly unknown[]) => unknown) | undefined {
    const agent = this.#agent;
    const found: unknown = agent && Reflect.get(agent, name);
    if (!agent || typeof found !== 'function') return undefined;
    return (args) => Reflect.apply(found, agent, args) as unknown;
  }
}

function attempt<Result>(task: () => Result): { readonly result: Result } | { readonly error: unknown } {
  try {
    return { result: task() };
  } catch (error) {
    return { error };
  }
}

/** The agent that the program has installed; loading it starts it, as the program does by itself otherwise. */
export function installedAgent(diagnostics: Diagnostics): ApmAgent | undefined {
  const requireFromProgram = createRequire(join(process.cwd(), 'program.js'));
  try {
    requireFromProgram.resolve('newrelic');
  } catch {
    return undefined;
  }
  try {
    const agent: unknown = requireFromProgram('newrelic');
    return typeof agent === 'object' && agent !== null ? agent : undefined;
  } catch (error) {
    const describe = () => `the agent newrelic could not be loaded: ${String(error)}`;
    diagnostics.tell('apm_agent_failed', 'newrelic', describe);
    return undefined;
  }
}
