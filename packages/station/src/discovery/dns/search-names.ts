import { readFile } from 'node:fs/promises';

/** What the system says of names that are not whole, as `resolv.conf` has it. */
export interface SearchDomains {
  readonly domains: readonly string[];
  /** A name with so many dots is tried as it is before it is tried in the domains. */
  readonly dots: number;
}

const SYSTEM_FILE = '/etc/resolv.conf';

/** The domains of this machine; none where the system has no such file. */
export async function systemSearchDomains(): Promise<SearchDomains> {
  return parseSearchDomains(await readFile(SYSTEM_FILE, 'utf8').catch(() => ''));
}

/** Reads `search`, `domain` and `options ndots:` of a `resolv.conf`; the last of them counts. */
export function parseSearchDomains(text: string): SearchDomains {
  let domains: readonly string[] = [];
  let dots = 1;
  for (const line of text.split('\n')) {
    const [keyword, ...values] = line.trim().split(/\s+/);
    if (keyword === 'search') domains = values;
    else if (keyword === 'domain') domains = values.slice(0, 1);
    else if (keyword === 'options') {
      const given = values.findLast((value) => /^ndots:\d{1,2}$/.test(value));
      if (given !== undefined) dots = Number(given.slice('ndots:'.length));
    }
  }
  return {
    domains: domains.map((domain) => domain.replace(/\.$/, '')).filter((domain) => domain !== ''),
    dots,
  };
}

/** What a name may stand for, in the order in which it is asked; a name that ends in a dot is whole. */
export function searchNames(name: string, { domains, dots }: SearchDomains): readonly string[] {
  if (name.endsWith('.')) return [name.slice(0, -1)];
  const within = domains.map((domain) => `${name}.${domain}`);
  return name.split('.').length > dots ? [name, ...within] : [...within, name];
}
