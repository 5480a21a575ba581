/**
 * Whether a text belongs to a share of all texts. By a hash and not by chance: every process says the same of
 * it, today and after the next start, so that the series that are kept are those of the same few everywhere.
 */
export function isSampledText(text: string, ratio: number): boolean {
  return hashOf(text) < ratio * 2 ** 32;
}

/** FNV-1a over UTF-16 units, then MurmurHash3's last step: texts that differ at their end are far apart. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
