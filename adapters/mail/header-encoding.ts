import { encodeWord, foldLines, quoteString } from 'nodemailer/lib/mime-funcs';
import MimeNode from 'nodemailer/lib/mime-node';

/** Words separated by single spaces that need no encoding, short enough to be folded between. */
const plainWords = /^[\x21-\x7e]{1,60}(?: [\x21-\x7e]{1,60})*$/;
const latin = /^[\x20-\x7e\u00a0-\u024f]*$/;
const atoms = /^[A-Za-z0-9]+(?: [A-Za-z0-9]+)*$/;
const encodedWordLength = 52;
const longestLine = 76;
/** Atoms and dots (RFC 5322 section 3.4.1), the usual address: it stands in a header as it is. */
const plainAddress =
  /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*$/;

/** A text for an unstructured header. What a reader decodes is this very text, also when it looks encoded already. */
export function encodeText(text: string): string {
  return text === '' || (plainWords.test(text) && !text.includes('=?')) ? text : encoded(text);
}

/** An unstructured header, folded, without its line end. */
export function textHeader(name: string, text: string): string {
  return folded(`${name}: ${encodeText(text)}`);
}

/** A header that lists addresses without names, folded, without its line end. */
export function addressHeader(name: string, addresses: readonly string[]): string {
  const written = addresses.map((address) => (plainAddress.test(address) ? address : encodedAddress(name, address)));
  return folded(`${name}: ${written.join(', ')}`);
}

/** A From header line (RFC 5322, RFC 2047), folded, with its line end. */
export function fromHeader(sender: { readonly name: string; readonly address: string }): string {
  const address = encodedAddress('From', sender.address);
  const bare = address.startsWith('<') ? address : `<${address}>`;
  const value = sender.name === '' ? address : `${encodeName(sender.name)} ${bare}`;
  return `${folded(`From: ${value}`)}\r\n`;
}

/** Quoted, or with a domain in its ASCII form, where the address itself may not stand there. */
function encodedAddress(header: string, address: string): string {
  return MimeNode.encodeHeaderValue(header, { name: '', address });
}

function folded(line: string): string {
  return line.length <= longestLine ? line : foldLines(line, longestLine);
}

function encodeName(name: string): string {
  if (atoms.test(name)) return name;
  return plainWords.test(name) && !name.includes('=?') ? quoteString(name) : encoded(name);
}

/** Encoded words; mostly Latin text stays half readable in its source. */
function encoded(text: string): string {
  return encodeWord(text, latin.test(text) ? 'Q' : 'B', encodedWordLength);
}
