import type { SourceNode } from '@telltale/formats';
import { pathOfProbe } from '../../programs/served-routes.ts';
import type { Container } from '../../stack/kubernetes-object.ts';

/** What Kubernetes asks a container. */
export type ProbeKind = 'livenessProbe' | 'readinessProbe' | 'startupProbe';

/** A probe over HTTP. */
export interface HttpProbe {
  readonly kind: ProbeKind;
  /** Without query and trailing slash. */
  readonly path: string;
  readonly pathNode: SourceNode;
}

const KINDS: readonly ProbeKind[] = ['livenessProbe', 'readinessProbe', 'startupProbe'];

/** The probes of a container that ask a path. */
export function httpProbesOf({ node }: Container): readonly HttpProbe[] {
  return KINDS.flatMap((kind) => {
    const pathNode = node.at(kind, 'httpGet', 'path');
    const text = pathNode?.text();
    return !pathNode || text === undefined ? [] : [{ kind, path: pathOfProbe(text), pathNode }];
  });
}
