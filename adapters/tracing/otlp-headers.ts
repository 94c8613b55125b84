/** The headers of `OTEL_EXPORTER_OTLP_HEADERS`: `name=value`, separated by commas, values percent-encoded. */
export function otlpHeaders(text: string): Record<string, string> {
  const pairs = text.split(',').filter((pair) => pair.trim() !== '');
  return Object.fromEntries(
    pairs.map((pair) => {
      const separator = pair.indexOf('=');
      return [pair.slice(0, separator).trim(), decodeURIComponent(pair.slice(separator + 1).trim())];
    }),
  );
}
