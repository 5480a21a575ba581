import { h } from 'preact';
import type { Component, FunctionComponent, JSX } from 'preact';

/** A component that is drawn anew only where one of its properties is another. Handlers have to stay the same. */
export function memo<Props extends object>(inner: FunctionComponent<Props>): FunctionComponent<Props> {
  function Memo(this: Component<Props>, props: Props): JSX.Element {
    this.shouldComponentUpdate = (next) => !isShallowEqual(this.props, next);
    return h(inner, props);
  }
  Memo.displayName = `memo(${inner.name})`;
  return Memo;
}

function isShallowEqual<Props extends object>(one: Readonly<Props>, other: Readonly<Props>): boolean {
  const keys = Object.keys(one);
  if (keys.length !== Object.keys(other).length) return false;
  return keys.every((key) => Object.is(one[key as keyof Props], other[key as keyof Props]));
}
