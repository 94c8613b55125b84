import { useTranslation } from 'react-i18next';

import type { FaultCode } from './use-settings-form';

/** What to tell about a faulty field; undefined where there is nothing. */
export function useFaultText(): (code: FaultCode | undefined) => string | undefined {
  const { t } = useTranslation();
  return (code) => (code === undefined ? undefined : t(`admin.settings.faults.${code}`));
}
