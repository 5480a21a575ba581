import type { KnownImage } from '@telltale/manifests';
import { KNOWN_IMAGES } from '@telltale/manifests';

/** A name of an image, taken apart. */
export interface ImageReference {
  /** As `docker pull` shows it: without `docker.io/` and `library/`. */
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
}

const REFERENCE =
  /^([^\s:@]+(?::\d+(?=\/))?[^\s:@]*)(?::([\w][\w.-]{0,127}))?(?:@([a-z0-9]+:[0-9a-f]{32,}))?$/i;

/** Takes the name of an image apart; `undefined` where it is none. */
export function parseImageReference(text: string): ImageReference | undefined {
  const match = REFERENCE.exec(text.trim());
  if (!match) return undefined;
  const [, name, tag, digest] = match as readonly (string | undefined)[];
  if (name === undefined) return undefined;
  const repository = name.replace(/^(?:index\.)?docker\.io\//, '').replace(/^library\//, '');
  return { repository, ...(tag !== undefined && { tag }), ...(digest !== undefined && { digest }) };
}

/** What is known of an image under its present name, a former one, or on a mirror. */
export function knownImageOf(repository: string): KnownImage | undefined {
  return (
    KNOWN_IMAGES.find(
      ({ image, formerNames = [] }) => image === repository || formerNames.includes(repository),
    ) ?? KNOWN_IMAGES.find(({ image }) => isMirror(repository, image))
  );
}

/** A mirror has another registry and the same last two words; some leave out the owner. */
function isMirror(repository: string, image: string): boolean {
  const owned = (name: string): string => name.split('/').slice(-2).join('/');
  const isSameProject = owned(repository).replace(/^prometheus\//, 'prom/') === owned(image);
  return isSameProject && repository.includes('.');
}

/** Numbers of a version: `v3.14.0` and `8.8.0-alpine` are [3, 14, 0] and [8, 8, 0]. */
export function versionNumbers(tag: string): readonly number[] | undefined {
  const match = /^v?(\d+(?:\.\d+){0,3})(?:[-+].*)?$/.exec(tag);
  return match?.[1].split('.').map(Number);
}

/** Whether a version is below another; parts that one of them does not name are equal. */
export function isBelow(version: readonly number[], bound: readonly number[]): boolean {
  const length = Math.min(version.length, bound.length);
  for (let index = 0; index < length; index++) {
    if (version[index] !== bound[index]) return version[index] < bound[index];
  }
  return false;
}
