/** How the value of a field is compared; `=~` and `!~` with a whole value, as matchers of metrics do. */
export type FieldOperator = '=' | '!=' | '=~' | '!~' | '<' | '<=' | '>' | '>=';
