import { Secret } from './secret';

/**
 * JSON that is the same for the same content, whatever the order of its fields. Fields without a value, and secrets, do
 * not take part, so that nothing can be learnt about a secret from a hash of the text.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const content: Record<string, unknown> = { ...value };
  let members = '';
  for (const name of Object.keys(content).toSorted()) {
    const member = content[name];
    if (member === undefined || member instanceof Secret) continue;
    members += `${members === '' ? '' : ','}${JSON.stringify(name)}:${canonicalJson(member)}`;
  }
  return `{${members}}`;
}
