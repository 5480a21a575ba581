import type { MonitoringDefinition } from '@telltale/definition';
import type { Registry } from '../registry/registry.ts';
import type { KitBinding } from './kit-binding.ts';
import { bindKit } from './kit-binding.ts';
import { runWatched } from '../outcome/outcome.ts';
import { NO_TRACING } from '../traces/no-tracing.ts';
import { spanName } from '../traces/spans/span-name.ts';
import type { Tracing } from '../traces/tracing.ts';
import type { RoleCounter, RoleGauge, RoleHistogram } from './role-instruments.ts';

/** What a running task can tell. */
export interface TaskRun {
  /** Another attempt begins. */
  retry(): void;
}

/** A task that was started by hand; the first of `succeed` and `fail` ends it. */
export interface StartedTask extends TaskRun {
  succeed(): void;
  fail(): void;
}

/** How a queue is read at each scrape. */
export interface QueueReading {
  /** How many tasks wait. */
  readonly depth: () => number;
  /** How long the task at the head of the queue has been waiting, in seconds; 0 where none waits. */
  readonly oldestAgeSeconds?: () => number;
}

/** Records tasks and queues into the metrics of the task kit, and tasks as spans where there are traces. */
export interface TaskRecorder {
  /**
   * Runs a task and records how it ends. What it returns or throws is handed on. A type that the kit does
   * not list is recorded as `__other__`.
   */
  run<Result>(type: string, task: (run: TaskRun) => Result): Result;
  /** Starts a task that no single function runs. */
  start(type: string): StartedTask;
  /** Reads a queue at each scrape; the result stops it. */
  watchQueue(queue: string, reading: QueueReading): () => void;
}

/** Types whose running tasks are told apart; what is beyond has its age in common. */
const MAX_TYPES = 100;
const OTHER_TYPES = '__other__';

/** Makes what records tasks; without the task kit it only runs them. */
export function createTaskRecorder(
  definition: MonitoringDefinition,
  registry: Registry,
  tracing: Tracing = NO_TRACING,
): TaskRecorder {
  const binding = bindKit(definition, registry, 'task');
  const tasks = new Tasks(binding);
  const depth = binding.gauge('queueDepth');
  const age = binding.gauge('queueAge');
  return {
    run: (type, task) => {
      const started = tasks.start(type);
      return tracing.trace(spanName('task', type), { attributes: { 'task.type': type } }, () =>
        runWatched(
          () => task(started),
          ({ status }) => (status === 'success' ? started.succeed() : started.fail()),
        ),
      );
    },
    start: (type) => tasks.start(type),
    watchQueue: (queue, reading) =>
      binding.hook(
        () => {
          const stops = [depth.read({ queue }, reading.depth)];
          if (reading.oldestAgeSeconds) stops.push(age.read({ queue }, reading.oldestAgeSeconds, 'max'));
          return () => {
            for (const stop of stops) stop();
          };
        },
        () => undefined,
      ),
  };
}

/** The tasks that run, oldest first. */
class Tasks {
  readonly #total: RoleCounter;
  readonly #duration: RoleHistogram;
  readonly #retries: RoleCounter;
  readonly #inProgress: RoleGauge;
  readonly #oldestRunning: RoleGauge;
  readonly #lastSuccess: RoleGauge;
  /** Start of each running task, in the order of the starts, by type. */
  readonly #startsMs = new Map<string, Set<{ readonly startMs: number }>>();

  constructor(binding: KitBinding) {
    this.#total = binding.counter('total');
    this.#duration = binding.histogram('duration');
    this.#retries = binding.counter('retries');
    this.#inProgress = binding.gauge('inProgress');
    this.#oldestRunning = binding.gauge('oldestRunning');
    this.#lastSuccess = binding.gauge('lastSuccess');
  }

  start(type: string): StartedTask {
    const running = this.#running(type);
    const entry = { startMs: performance.now() };
    running.add(entry);
    this.#inProgress.add({ type }, 1);
    const end = (status: 'success' | 'failure') => {
      if (!running.delete(entry)) return;
      this.#inProgress.add({ type }, -1);
      this.#total.inc({ type, status });
      this.#duration.observe({ type }, (performance.now() - entry.startMs) / 1000);
      if (status === 'success') this.#lastSuccess.set({ type }, Date.now() / 1000);
    };
    return {
      retry: () => this.#retries.inc({ type }),
      succeed: () => end('success'),
      fail: () => end('failure'),
    };
  }

  #running(type: string): Set<{ readonly startMs: number }> {
    const key = this.#startsMs.has(type) || this.#startsMs.size < MAX_TYPES ? type : OTHER_TYPES;
    const known = this.#startsMs.get(key);
    if (known) return known;
    const running = new Set<{ readonly startMs: number }>();
    this.#startsMs.set(key, running);
    const ageSeconds = () => {
      const [oldest] = running;
      return oldest ? (performance.now() - oldest.startMs) / 1000 : 0;
    };
    this.#oldestRunning.read({ type: key }, ageSeconds, 'max');
    return running;
  }
}
