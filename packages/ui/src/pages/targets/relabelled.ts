/** A label as it was found and as it is stored. */
export interface RelabelledLabel {
  readonly name: string;
  /** `undefined` where it was not found. */
  readonly before: string | undefined;
  /** `undefined` where relabelling took it away. */
  readonly after: string | undefined;
  readonly change: 'kept' | 'added' | 'changed' | 'removed';
}

type Labels = Readonly<Record<string, string>>;

/** Labels before and after relabelling side by side: what is stored first, then what is only looked at. */
export function relabelled(before: Labels, after: Labels): readonly RelabelledLabel[] {
  const names = [...new Set([...Object.keys(after), ...Object.keys(before)])];
  return names
    .map((name): RelabelledLabel => {
      const was = Object.hasOwn(before, name) ? before[name] : undefined;
      const is = Object.hasOwn(after, name) ? after[name] : undefined;
      return { name, before: was, after: is, change: changeOf(was, is) };
    })
    .sort(
      (a, b) => Number(a.after === undefined) - Number(b.after === undefined) || (a.name < b.name ? -1 : 1),
    );
}

function changeOf(before: string | undefined, after: string | undefined): RelabelledLabel['change'] {
  if (after === undefined) return 'removed';
  if (before === undefined) return 'added';
  return before === after ? 'kept' : 'changed';
}

/** The query that says whether a target is up. */
export function upQuery({ job, instance }: { readonly job: string; readonly instance: string }): string {
  return `up{job=${quote(job)}, instance=${quote(instance)}}`;
}

function quote(value: string): string {
  const escaped = value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
  return `"${escaped}"`;
}
