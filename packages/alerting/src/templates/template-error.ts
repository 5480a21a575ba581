/** Why a template cannot be rendered. Never leaves this folder: it becomes part of the text. */
export class TemplateError extends Error {}
