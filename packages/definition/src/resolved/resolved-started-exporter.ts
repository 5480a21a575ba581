import type { Secret } from '@telltale/model';

/** A program that the station starts and scrapes. */
export interface ResolvedStartedExporter {
  /** Its name in the definition. */
  readonly name: string;
  /** The `job` label. */
  readonly job: string;
  /** Programs that will do, by name or path; the first one that is there is started. */
  readonly commands: readonly string[];
  /** `{address}` and `{port}` stand for where it listens, here and in `env`. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | Secret>>;
  /** The name of the machine where absent. */
  readonly instance?: string;
  /** That of the target of its job, or `/metrics`, where absent. */
  readonly path?: string;
  /** As its target, or as often as the station reads itself, where absent. */
  readonly intervalMs?: number;
}
