import { randomBytes } from 'node:crypto';

/** A password that no mere chance puts anywhere, with everything that encoders treat specially. */
export function randomCanary(): string {
  const random = (): string => randomBytes(9).toString('hex');
  return `${random()} Ünter "den" 'Lïnden' \\ + ß%=&<${random()}> /?#`;
}

/** Finds a secret in bytes, in whatever way somebody may have written it down. */
export class CanaryScanner {
  readonly #forms: ReadonlyMap<string, Buffer>;

  constructor(canary: string) {
    this.#forms = new Map([...writtenForms(canary)].map(([name, text]) => [name, Buffer.from(text, 'latin1')]));
  }

  /** The forms that the bytes hold; empty where the secret is not in them. */
  formsIn(bytes: Uint8Array): string[] {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const found = this.#search(buffer);
    return found.length > 0 ? found : this.#search(withoutSoftBreaks(buffer));
  }

  #search(buffer: Buffer): string[] {
    return [...this.#forms].filter(([, form]) => buffer.includes(form)).map(([name]) => name);
  }
}

/** Every form as bytes in a latin1 string. */
function writtenForms(canary: string): Map<string, string> {
  const utf8 = Buffer.from(canary);
  const bytes = utf8.toString('latin1');
  const json = (text: string): string => Buffer.from(JSON.stringify(text).slice(1, -1)).toString('latin1');
  const forms = new Map([
    ['plain', bytes],
    ['latin1', canary],
    ['utf16', Buffer.from(canary, 'utf16le').toString('latin1')],
    ['json', json(canary)],
    ['json in json', json(JSON.stringify(canary).slice(1, -1))],
    ['ascii json', asciiOnly(JSON.stringify(canary).slice(1, -1))],
    ['url', encodeURIComponent(canary)],
    ['form', new URLSearchParams({ a: canary }).toString().slice(2)],
    ['quoted-printable', quotedPrintable(bytes)],
    ['html', html(bytes)],
    ['hex', utf8.toString('hex')],
    ['HEX', utf8.toString('hex').toUpperCase()],
    ['twice in base64', aligned(Buffer.from(utf8.toString('base64')), 0)],
  ]);
  for (const shift of [0, 1, 2]) {
    forms.set(`base64, shifted by ${shift}`, aligned(utf8, shift));
    forms.set(`base64url, shifted by ${shift}`, aligned(utf8, shift).replaceAll('+', '-').replaceAll('/', '_'));
  }
  return forms;
}

/** The base64 of the bytes behind others; only what does not depend on the neighbours. */
function aligned(bytes: Buffer, shift: number): string {
  const encoded = Buffer.concat([Buffer.alloc(shift), bytes])
    .toString('base64')
    .replaceAll('=', '');
  return encoded.slice(shift === 0 ? 0 : shift + 1, -1);
}

function asciiOnly(text: string): string {
  return text.replaceAll(/[^ -~]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function quotedPrintable(bytes: string): string {
  return bytes.replaceAll(/[=\u007f-\u00ff]/g, (byte) => `=${byte.charCodeAt(0).toString(16).toUpperCase()}`);
}

function html(bytes: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return bytes.replaceAll(/[&<>"']/g, (letter) => entities[letter] ?? letter);
}

/** Quoted-printable and base64 break long lines: the text in front of us, as if they did not. */
function withoutSoftBreaks(buffer: Buffer): Buffer {
  return Buffer.from(buffer.toString('latin1').replaceAll(/=?\r?\n/g, ''), 'latin1');
}
