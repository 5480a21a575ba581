/** Whether a page is Prometheus' protocol buffers. */
export function isProtoPage(contentType: string): boolean {
  return contentType.trimStart().toLowerCase().startsWith('application/vnd.google.protobuf');
}
