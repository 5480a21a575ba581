import { optionalTextField, urlCodec } from './url-codec.ts';
import { useUrlState } from './url-state.ts';

/** What stands in the drawer beside the page, as `drawer=kind:id` of the address. */
export interface DrawerState {
  /** `undefined` while it is closed. */
  readonly shown: { readonly kind: string; readonly id: string } | undefined;
  readonly show: (kind: string, id: string) => void;
  readonly close: () => void;
}

const drawerCodec = urlCodec<{ readonly drawer: string | undefined }>({
  drawer: optionalTextField('drawer'),
});

/** The state of the page's drawer. Opening and closing are each undone by Back. */
export function useDrawer(): DrawerState {
  const [{ drawer }, setState] = useUrlState(drawerCodec);
  return {
    shown: parseDrawer(drawer),
    show: (kind, id) => setState({ drawer: `${kind}:${id}` }, 'push'),
    close: () => setState({ drawer: undefined }, 'push'),
  };
}

/** Reads `kind:id`. */
function parseDrawer(text: string | undefined): DrawerState['shown'] {
  if (text === undefined) return undefined;
  const at = text.indexOf(':');
  return at <= 0 ? undefined : { kind: text.slice(0, at), id: text.slice(at + 1) };
}
