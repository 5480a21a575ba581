import type { ComponentChildren, JSX, TargetedKeyboardEvent } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { Icon } from './icon.tsx';
import type { IconName } from './icon.tsx';

/** What a popover's content can do with it. */
export interface PopoverHandle {
  readonly close: () => void;
}

/**
 * A button and what it opens: the browser's own popover, which Esc or a click elsewhere closes. The content is
 * made when it is opened.
 */
export function Popover(props: {
  /** What the button says. */
  readonly label: ComponentChildren;
  /** What the button is called where its label does not say it. */
  readonly name?: string;
  readonly buttonClass?: string;
  /** What the content is, for people who cannot see it. */
  readonly title: string;
  readonly align?: 'start' | 'end';
  /** Opens or closes it from outside, such as by a key; each change of the number toggles it. */
  readonly toggle?: number;
  readonly children: (handle: PopoverHandle) => ComponentChildren;
}): JSX.Element {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const [isOpen, setOpen] = useState(false);
  const close = (): void => content.current?.hidePopover();
  useEffect(() => {
    if (props.toggle !== undefined && props.toggle > 0) content.current?.togglePopover();
  }, [props.toggle]);
  useEffect(() => {
    if (isOpen) focusFirst(content.current);
  }, [isOpen]);
  return (
    <>
      <button
        ref={button}
        type="button"
        class={props.buttonClass ?? 'button'}
        aria-label={props.name}
        title={props.name}
        aria-expanded={isOpen}
        aria-haspopup="dialog"
        popovertarget={id}
      >
        {props.label}
      </button>
      <div
        ref={content}
        id={id}
        class="popover"
        popover="auto"
        role="dialog"
        aria-label={props.title}
        onBeforeToggle={(event) => {
          if (event.newState === 'open') place(button.current, content.current, props.align ?? 'start');
        }}
        onToggle={(event) => setOpen(event.newState === 'open')}
      >
        {isOpen && props.children({ close })}
      </div>
    </>
  );
}

/** Something to be chosen from a {@link Menu}. */
export interface MenuItem {
  readonly label: string;
  readonly icon?: IconName;
  readonly onSelect?: () => void;
  /** Leads to an address instead. */
  readonly href?: string;
  /** Whether the address gives a file to keep. */
  readonly isFile?: boolean;
  /** Whether it is what holds now, of items of which one does. */
  readonly isChecked?: boolean;
  /** Why it cannot be chosen. */
  readonly disabledBecause?: string;
  /** Heading above it. */
  readonly heading?: string;
}

/** A button that opens a list of things to do. Arrow keys go through it. */
export function Menu(props: {
  readonly label: ComponentChildren;
  readonly name: string;
  readonly buttonClass?: string;
  readonly align?: 'start' | 'end';
  /** A function makes them when it is opened. */
  readonly items: readonly MenuItem[] | (() => readonly MenuItem[]);
}): JSX.Element {
  const { items } = props;
  return (
    <Popover
      label={props.label}
      name={props.name}
      title={props.name}
      buttonClass={props.buttonClass ?? 'icon-button'}
      align={props.align ?? 'end'}
    >
      {({ close }) => (
        <ul class="menu" onKeyDown={moveFocus}>
          {(typeof items === 'function' ? items() : items).map((item) => (
            <li key={(item.heading ?? '') + item.label}>
              {item.heading !== undefined && <p class="menu-heading">{item.heading}</p>}
              <MenuEntry item={item} close={close} />
            </li>
          ))}
        </ul>
      )}
    </Popover>
  );
}

function MenuEntry({ item, close }: { readonly item: MenuItem; readonly close: () => void }): JSX.Element {
  const content = (
    <>
      {item.icon === undefined ? <span class="menu-space" /> : <Icon name={item.icon} />}
      <span class="menu-label">{item.label}</span>
      {item.isChecked === true && <Icon name="check" />}
    </>
  );
  if (item.href !== undefined) {
    return (
      <a class="menu-item" href={item.href} download={item.isFile} onClick={close}>
        {content}
      </a>
    );
  }
  return (
    <button
      type="button"
      class="menu-item"
      aria-pressed={item.isChecked}
      disabled={item.disabledBecause !== undefined}
      title={item.disabledBecause}
      onClick={() => {
        close();
        item.onSelect?.();
      }}
    >
      {content}
    </button>
  );
}

function focusFirst(content: HTMLElement | null): void {
  const wanted =
    content?.querySelector<HTMLElement>('[data-autofocus]') ?? content?.querySelector<HTMLElement>(FOCUSABLE);
  wanted?.focus();
}

const FOCUSABLE = 'a[href], button:not(:disabled), input, select, textarea, [tabindex="0"]';

/** Moves the focus through a list by arrow keys, Home and End. */
function moveFocus(event: TargetedKeyboardEvent<HTMLElement>): void {
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>(FOCUSABLE)];
  const at = all.findIndex((element) => element === document.activeElement);
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: (at + 1) % all.length,
    ArrowUp: (at - 1 + all.length) % all.length,
    Home: 0,
    End: all.length - 1,
  };
  const next = Object.hasOwn(steps, event.key) ? all[steps[event.key]] : undefined;
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}

const GAP_PX = 6;
const EDGE_PX = 8;
/** Windows as narrow as this are taken whole. */
const NARROW_PX = 480;

/** Puts the content below its button, inside the window; above it where there is no room. */
function place(button: HTMLElement | null, content: HTMLElement | null, align: 'start' | 'end'): void {
  if (button === null || content === null) return;
  const box = button.getBoundingClientRect();
  const { style } = content;
  const room = innerHeight - box.bottom - GAP_PX - EDGE_PX;
  const isAbove = room < 200 && box.top > room;
  style.top = isAbove ? 'auto' : `${box.bottom + GAP_PX}px`;
  style.bottom = isAbove ? `${innerHeight - box.top + GAP_PX}px` : 'auto';
  style.maxHeight = `${(isAbove ? box.top : innerHeight - box.bottom) - GAP_PX - EDGE_PX}px`;
  const { clientWidth } = document.documentElement;
  if (clientWidth < NARROW_PX) {
    style.left = style.right = `${EDGE_PX}px`;
    style.width = 'auto';
    return;
  }
  style.width = '';
  const isEnd = align === 'end';
  style.left = isEnd ? 'auto' : `${Math.max(EDGE_PX, box.left)}px`;
  style.right = isEnd ? `${Math.max(EDGE_PX, clientWidth - box.right)}px` : 'auto';
}
