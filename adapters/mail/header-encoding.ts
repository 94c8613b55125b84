import { encodeWord, foldLines, quoteString } from 'nodemailer/lib/mime-funcs';
import MimeNode from 'nodemailer/lib/mime-node';

/** Words separated by single spaces that need no encoding, short enough to be folded between. */
const plainWords = /^[\x21-\x7e]{1,60}(?: [\x21-\x7e]{1,60})*$/;
const latin = /^[\x20-\x7e\u00a0-\u024f]*$/;
const atoms = /^[A-Za-z0-9]+(?: [A-Za-z0-9]+)*$/;
const encodedWordLength = 52;

/** A text for an unstructured header. What a reader decodes is this very text, also when it looks encoded already. */
export function encodeText(text: string): string {
  return text === '' || (plainWords.test(text) && !text.includes('=?')) ? text : encoded(text);
}

/** A From header line (RFC 5322, RFC 2047), folded, with its line end. */
export function fromHeader(sender: { readonly name: string; readonly address: string }): string {
  const address = MimeNode.encodeHeaderValue('From', { name: '', address: sender.address });
  const bare = address.startsWith('<') ? address : `<${address}>`;
  const value = sender.name === '' ? address : `${encodeName(sender.name)} ${bare}`;
  return `${foldLines(`From: ${value}`, 76)}\r\n`;
}

function encodeName(name: string): string {
  if (atoms.test(name)) return name;
  return plainWords.test(name) && !name.includes('=?') ? quoteString(name) : encoded(name);
}

/** Encoded words; mostly Latin text stays half readable in its source. */
function encoded(text: string): string {
  return encodeWord(text, latin.test(text) ? 'Q' : 'B', encodedWordLength);
}
