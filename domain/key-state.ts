/**
 * What a process can do with a key that wraps stored secrets: `opens`, what it wraps was just unwrapped; `missing`, no key of
 * this id is configured here; `refused`, one is, and does not unwrap: another key bears the same id elsewhere; `away`, the key
 * service does not answer, or does not let this process use the key; `unused`, configured, and wraps nothing.
 */
export const keyStates = ['opens', 'missing', 'refused', 'away', 'unused'] as const;
export type KeyState = (typeof keyStates)[number];
