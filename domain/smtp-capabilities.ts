/** What a server announced in answer to EHLO (RFC 5321 section 4.1.1.1). */
export interface SmtpCapabilities {
  /** The extensions that we know and report, in upper case. */
  readonly extensions: readonly string[];
  /** Largest mail in bytes (RFC 1870); null where none is announced or it is unlimited. */
  readonly maxSize: number | null;
  /** SASL mechanisms (RFC 4954), in upper case. */
  readonly authMechanisms: readonly string[];
}

const knownExtensions = ['8BITMIME', 'AUTH', 'CHUNKING', 'DSN', 'ENHANCEDSTATUSCODES', 'PIPELINING', 'REQUIRETLS'];
const alsoKnown = ['SIZE', 'SMTPUTF8', 'STARTTLS'];
const reported = new Set([...knownExtensions, ...alsoKnown]);
const mechanism = /^[A-Z0-9_-]{1,20}$/;
const mostMechanisms = 20;

export const noCapabilities: SmtpCapabilities = { extensions: [], maxSize: null, authMechanisms: [] };

/** Reads an EHLO reply, lines separated by LF. Unknown words are left out, so that nothing of the server's own passes. */
export function parseCapabilities(ehloReply: string): SmtpCapabilities {
  const lines = ehloReply.split('\n').slice(1).map(words);
  const extensions = new Set(lines.flatMap(([name]) => (name !== undefined && reported.has(name) ? [name] : [])));
  const mechanisms = new Set(lines.filter(([name]) => name === 'AUTH').flatMap(([, ...rest]) => rest));
  return {
    extensions: [...extensions].toSorted(),
    maxSize: announcedSize(lines),
    authMechanisms: [...mechanisms].filter((word) => mechanism.test(word)).slice(0, mostMechanisms),
  };
}

/** The words of an EHLO line in upper case; the ancient `AUTH=LOGIN` form counts as two words. */
function words(line: string): string[] {
  const text = line.slice(4, 1000).trim().toUpperCase();
  return text.replace(/^AUTH=/, 'AUTH ').split(/\s+/);
}

function announcedSize(lines: readonly string[][]): number | null {
  const [, size] = lines.find(([name]) => name === 'SIZE') ?? [];
  const bytes = size !== undefined && /^\d{1,15}$/.test(size) ? Number(size) : 0;
  return bytes > 0 ? bytes : null;
}
