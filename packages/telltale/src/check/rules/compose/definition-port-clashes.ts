import type { ResolvedTarget } from '@telltale/definition';
import type { RuleFinding } from '../../finding.ts';
import { placeOfName } from '../../workspace/definition-place.ts';
import type { CheckedDefinition } from '../../workspace/workspace.ts';

/** Names by which containers and programs outside of them reach the machine itself. */
const THIS_MACHINE = /^(?:localhost|127\.0\.0\.1|\[::1\]|host\.docker\.internal|host-gateway):(\d+)$/;

/** Who listens on a port of the machine. */
interface Listener {
  readonly name: string;
  /** Path that is scraped; absent for a server of the stack. */
  readonly path?: string;
}

/**
 * Targets on this machine whose port another target has, or a server of the generated stack. Two paths
 * on one port are one program with two pages.
 */
export function* definitionPortClashes(definitions: readonly CheckedDefinition[]): Iterable<RuleFinding> {
  for (const definition of definitions) {
    const listeners = stackListeners(definition);
    for (const target of definition.resolved.targets) {
      for (const port of localPorts(target)) {
        const other = listeners.get(port);
        if (other && isAnother(other, target)) {
          yield {
            place: placeOfName(definition, target.job),
            message: `the target ${target.job} and ${other.name} are both on port ${port} of this machine`,
            fix: 'give one of them another port',
          };
        }
        if (!other) listeners.set(port, { name: target.job, path: target.path });
      }
    }
  }
}

/** Without a preset the ports are defaults of a stack that may never be generated. */
function stackListeners({ resolved }: CheckedDefinition): Map<number, Listener> {
  if (resolved.preset === undefined) return new Map();
  return new Map(Object.entries(resolved.stack?.ports ?? {}).map(([name, port]) => [port, { name }]));
}

function localPorts({ addresses }: ResolvedTarget): readonly number[] {
  return addresses.flatMap((address) => {
    const match = THIS_MACHINE.exec(address);
    return match ? [Number(match[1])] : [];
  });
}

function isAnother({ name, path }: Listener, target: ResolvedTarget): boolean {
  if (path !== undefined) return path === target.path;
  // A server of the stack may be a target itself.
  return target.exporter !== name && !target.job.includes(name);
}
