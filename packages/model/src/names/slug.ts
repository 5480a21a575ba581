/** A name as part of an address: lower case, digits and dashes; empty where nothing of it can stand there. */
export function slugOf(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}
