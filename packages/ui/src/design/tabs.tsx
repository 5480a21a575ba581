import type { ComponentChildren, JSX } from 'preact';
import { useId, useRef } from 'preact/hooks';

/** One of several views of the same thing. */
export interface Tab<Value extends string> {
  readonly value: Value;
  readonly label: string;
  /** Said beside the label, such as how many there are. */
  readonly count?: number;
}

/** Views of which one is shown; arrow keys go from one to the next. What is chosen belongs into the address. */
export function Tabs<Value extends string>(props: {
  readonly label: string;
  readonly tabs: readonly Tab<Value>[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly children: ComponentChildren;
}): JSX.Element {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const select = (index: number): void => {
    const tab = props.tabs[(index + props.tabs.length) % props.tabs.length];
    props.onChange(tab.value);
    list.current?.querySelector<HTMLElement>(`[data-value="${CSS.escape(tab.value)}"]`)?.focus();
  };
  const at = props.tabs.findIndex(({ value }) => value === props.value);
  const targets: Readonly<Record<string, number>> = {
    ArrowRight: at + 1,
    ArrowLeft: at - 1,
    Home: 0,
    End: props.tabs.length - 1,
  };
  return (
    <>
      <div
        ref={list}
        class="tabs"
        role="tablist"
        aria-label={props.label}
        onKeyDown={(event) => {
          if (!Object.hasOwn(targets, event.key)) return;
          event.preventDefault();
          select(targets[event.key]);
        }}
      >
        {props.tabs.map(({ value, label, count }) => (
          <button
            key={value}
            type="button"
            role="tab"
            class="tab"
            id={`${id}-${value}`}
            data-value={value}
            aria-selected={value === props.value}
            aria-controls={`${id}-panel`}
            tabIndex={value === props.value ? 0 : -1}
            onClick={() => props.onChange(value)}
          >
            {label}
            {count !== undefined && <span class="tab-count">{count}</span>}
          </button>
        ))}
      </div>
      <div id={`${id}-panel`} role="tabpanel" class="tab-panel" aria-labelledby={`${id}-${props.value}`}>
        {props.children}
      </div>
    </>
  );
}
