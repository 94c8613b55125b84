import { getI18n } from 'react-i18next';

import type { RoleTexts } from './text-loaders';

/** Has the texts that people of a role read, also in languages that they turn to later. Throws where they cannot be had. */
export async function loadRoleTexts(role: RoleTexts): Promise<void> {
  const texts = getI18n();
  await texts.loadNamespaces(role);
  if (!texts.hasResourceBundle(texts.language, role)) throw new Error(`The texts for ${role} did not come`);
}
