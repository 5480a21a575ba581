import type { StackApp, StackPorts } from '../resolved/resolved-stack.ts';
import type { ByteSize } from '../size/byte-size.ts';
import type { Duration } from '../time/duration.ts';

/** The generated stack; everything has a default. */
export interface StackDeclaration {
  /** Host ports by component. */
  readonly ports?: Partial<StackPorts>;
  /** Names of volumes by component; `<component>_data` by default. */
  readonly volumes?: Readonly<Record<string, string>>;
  /** How long Prometheus keeps samples (15d by default), and how much of them (any size by default). */
  readonly retention?: { readonly time?: Duration; readonly size?: ByteSize };
  /** What a component may use. */
  readonly limits?: Readonly<Record<string, { readonly memory?: ByteSize; readonly cpus?: number }>>;
  /** Labels that tell this Prometheus from others; none by default. */
  readonly externalLabels?: Readonly<Record<string, string>>;
  /** The service's own program. */
  readonly app?: StackApp;
}
