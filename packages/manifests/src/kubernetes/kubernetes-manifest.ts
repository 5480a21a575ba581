import type { ResolvedDefinition } from '@telltale/definition';
import type { YamlMapping } from '@telltale/formats';
import { slugOf } from '@telltale/model';

/** An object as `kubectl apply` takes it. */
export type KubernetesManifest = YamlMapping & {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string } & YamlMapping;
};

const MAX_NAME_LENGTH = 63;

/** A name of anything as a name that Kubernetes takes: lower case, digits and dashes, at most 63. */
export function objectName(...parts: readonly string[]): string {
  const name = slugOf(parts.join('-')).slice(0, MAX_NAME_LENGTH).replace(/-+$/, '');
  return name === '' ? 'service' : name;
}

/** The labels of everything that is generated for a definition. */
export function partOf({ service }: ResolvedDefinition): Readonly<Record<string, string>> {
  return { 'app.kubernetes.io/part-of': objectName(service), 'app.kubernetes.io/managed-by': 'telltale' };
}

/** The label by which a Service finds its pods and a monitor its Service. */
export function selectorOf(name: string): Readonly<Record<string, string>> {
  return { 'app.kubernetes.io/name': name };
}
