import { optionalTextField, urlCodec } from '../../../navigation/url-codec.ts';
import type { UrlCodec } from '../../../navigation/url-codec.ts';

/** How the editor is opened: on a saved dashboard with `edit=1`, on `~new` always. */
export interface EditorState {
  readonly edit: string | undefined;
  /** Slug of the dashboard that a new one begins as. */
  readonly from: string | undefined;
  /** A query that becomes a panel. */
  readonly add: string | undefined;
}

/** The address of the editor: `/d/~orders?edit=1`, `/d/~new?copy=shop`, `/d/~orders?edit=1&add=up`. */
export const editorCodec: UrlCodec<EditorState> = urlCodec({
  edit: optionalTextField('edit'),
  from: optionalTextField('copy'),
  add: optionalTextField('add'),
});

/** Where a dashboard is made that is not saved yet. */
export const NEW_SLUG = '~new';
/** Where a file becomes a dashboard. */
export const IMPORT_SLUG = '~import';
/** A dashboard to be edited. */
export const EDITING: EditorState = { edit: '1', from: undefined, add: undefined };
