import type { ComponentChildren, JSX } from 'preact';
import { Icon } from './icon.tsx';
import type { IconName } from './icon.tsx';
import { useToast } from './toast.tsx';

/** Puts text where other programs can take it, and says so. */
export function useCopy(): (text: string, whatWasCopied: string) => Promise<void> {
  const toast = useToast();
  return async (text, what) => {
    try {
      await navigator.clipboard.writeText(text);
      toast(`${what} copied`);
    } catch {
      toast({ text: `The browser does not let the page copy: ${text}`, tone: 'failed' });
    }
  };
}

/** A button that copies a text. */
export function CopyButton(props: {
  readonly text: string;
  /** What it is: `Query`. */
  readonly what: string;
  readonly icon?: IconName;
  /** Words beside the icon. */
  readonly children?: ComponentChildren;
}): JSX.Element {
  const copy = useCopy();
  return (
    <button
      type="button"
      class={props.children === undefined ? 'icon-button' : 'button'}
      aria-label={props.children === undefined ? `Copy: ${props.what}` : undefined}
      title={`Copy: ${props.what}`}
      onClick={() => void copy(props.text, props.what)}
    >
      <Icon name={props.icon ?? 'copy'} />
      {props.children}
    </button>
  );
}
