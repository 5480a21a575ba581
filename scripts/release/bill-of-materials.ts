/** One package, as CycloneDX has it. */
export interface Component {
  readonly 'bom-ref': string;
  readonly name: string;
  readonly version: string;
  readonly licenses?: readonly LicenceChoice[];
}

interface LicenceChoice {
  readonly license?: { readonly id?: string; readonly name?: string };
  readonly expression?: string;
}

/** What `npm sbom --sbom-format cyclonedx` prints, as far as it is read here. */
export interface BillOfMaterials {
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

/** A package of ours that is published, and what comes with it. */
export interface ShippedPackage {
  readonly name: string;
  /** Names of what an installation brings, or what was bundled into it. */
  readonly dependencies: readonly string[];
}

/** Licences that ask for no more than their text and a name. */
const PERMISSIVE: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'Unlicense',
]);

/**
 * The part of a bill of the whole workspace that is shipped: our packages, what they depend on, and all of what
 * that depends on. Tools of development are left out.
 */
export function shippedOnly(bill: BillOfMaterials, packages: readonly ShippedPackage[]): BillOfMaterials {
  const edges = new Map(bill.dependencies.map(({ ref, dependsOn }) => [ref, dependsOn]));
  const ours = new Map(packages.map(({ name, dependencies }) => [name, new Set(dependencies)]));
  const dependsOn = (ref: string): readonly string[] => {
    const direct = edges.get(ref) ?? [];
    const wanted = ours.get(nameOf(ref));
    return wanted ? direct.filter((to) => wanted.has(nameOf(to))) : direct;
  };
  const shipped = new Set<string>();
  const waiting = [...edges.keys()].filter((ref) => ours.has(nameOf(ref)));
  const roots = [...waiting];
  for (let ref = waiting.pop(); ref !== undefined; ref = waiting.pop()) {
    if (shipped.has(ref)) continue;
    shipped.add(ref);
    waiting.push(...dependsOn(ref));
  }
  const product = bill.metadata.component;
  return {
    ...bill,
    metadata: { ...bill.metadata, component: { ...product, name: 'telltale' } },
    components: bill.components.filter((component) => shipped.has(component['bom-ref'])).map(named),
    dependencies: [
      { ref: product['bom-ref'], dependsOn: roots },
      ...[...shipped].map((ref) => ({ ref, dependsOn: dependsOn(ref) })),
    ],
  };
}

/** What is shipped under a licence that is not permissive, or that nobody can tell: one sentence each. */
export function licenceFaults({ components }: BillOfMaterials): readonly string[] {
  return components.flatMap((component) => {
    const licences = (component.licenses ?? []).map(textOf);
    if (licences.length > 0 && licences.every(isPermissive)) return [];
    return [`${component['bom-ref']} is shipped under ${licences.join(', ') || 'no licence that it names'}.`];
  });
}

/** `@telltale/station` of `@telltale/station@0.1.0`. */
function nameOf(ref: string): string {
  return ref.slice(0, ref.lastIndexOf('@'));
}

/** npm names a workspace after its folder. */
function named(component: Component): Component {
  return { ...component, name: nameOf(component['bom-ref']) };
}

function textOf({ license, expression }: LicenceChoice): string {
  return expression ?? license?.id ?? license?.name ?? '';
}

/** Of `A AND B` all, of `A OR B` one has to be permissive. */
function isPermissive(expression: string): boolean {
  return expression
    .replaceAll(/[()]/g, '')
    .split(/ AND /)
    .every((part) => part.split(/ OR /).some((licence) => PERMISSIVE.has(licence.trim())));
}
