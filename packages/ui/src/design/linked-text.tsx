import type { JSX } from 'preact';

const LINK = /(https?:\/\/[^\s<>"']+)/;

/** Text whose http and https addresses can be followed; everything else stays text. */
export function LinkedText({ text }: { readonly text: string }): JSX.Element {
  const parts = text.split(LINK);
  return (
    <>
      {parts.map((part, index) =>
        index % 2 === 1 && URL.canParse(part) ? (
          <a href={part} rel="noreferrer noopener" target="_blank">
            {part}
          </a>
        ) : (
          part
        ),
      )}
    </>
  );
}
